#!/usr/bin/env python3
"""A LumenLink relay client in the standard library alone, to read beside docs/wire-format.md.

usage: client.py HOST:PORT TICKET.json [TEXT]
TICKET.json is the answer of POST /api/v1/users/{userId}/tokens; an IPv6 host stands in brackets.
"""
import base64
import json
import socket
import struct
import sys

MASK = (1 << 64) - 1


def rotate(word, bits):
    return (word << bits | word >> (64 - bits)) & MASK


def siphash24(key, message):
    """SipHash-2-4 with 64 bits of output, as 8 bytes."""
    k0, k1 = struct.unpack("<QQ", key)
    v0, v1 = k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D
    v2, v3 = k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573

    def rounds(count):
        nonlocal v0, v1, v2, v3
        for _ in range(count):
            v0, v2 = (v0 + v1) & MASK, (v2 + v3) & MASK
            v1, v3 = rotate(v1, 13) ^ v0, rotate(v3, 16) ^ v2
            v0 = rotate(v0, 32)
            v2, v0 = (v2 + v1) & MASK, (v0 + v3) & MASK
            v1, v3 = rotate(v1, 17) ^ v2, rotate(v3, 21) ^ v0
            v2 = rotate(v2, 32)

    padded = message + bytes(7 - len(message) % 8) + bytes([len(message) % 256])
    for (word,) in struct.iter_unpack("<Q", padded):
        v3 ^= word
        rounds(2)
        v0 ^= word
    v2 ^= 0xFF
    rounds(4)
    return struct.pack("<Q", v0 ^ v1 ^ v2 ^ v3)


def datagram(ticket, session_key, number, payload):
    """Header and payload, as they go into a UDP datagram."""
    first = b"\x40" + number.to_bytes(7, "big")  # F || N
    prefix = payload[:16].ljust(16, b"\0")  # A
    tag = siphash24(session_key, first + prefix + struct.pack(">H", len(payload)))
    mask = siphash24(session_key, tag)  # M
    masked = bytes([first[0] ^ mask[0] & 0x3F]) + bytes(n ^ m for n, m in zip(first[1:], mask[1:]))
    return masked[:1] + ticket + masked[1:] + tag + payload


def main(endpoint, ticket_file, text="hello"):
    with open(ticket_file, encoding="utf-8") as file:
        token = json.load(file)
    ticket, key = (base64.urlsafe_b64decode(token[name] + "==") for name in ("ticket", "sessionKey"))
    host, _, port = endpoint.rpartition(":")
    family, kind, _, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind) as udp:
        udp.connect(address)
        udp.settimeout(5)
        udp.send(datagram(ticket, key, 0, text.encode()))  # a next packet would have number 1
        print(udp.recv(65535).decode(errors="replace"))


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) in (3, 4) else sys.exit(__doc__)
