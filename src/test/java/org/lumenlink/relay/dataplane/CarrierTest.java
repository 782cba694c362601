package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_MAC;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;
import static org.lumenlink.relay.dataplane.VerdictReason.FORWARDED;
import static org.lumenlink.relay.dataplane.VerdictReason.MALFORMED;
import static org.lumenlink.relay.dataplane.VerdictReason.REPLAYED;
import static org.lumenlink.relay.dataplane.VerdictReason.TAG_MISMATCH;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.lumenlink.relay.libbpf.BpfProgram.TestRun;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.RelayHeader;
import org.lumenlink.relay.token.Ticket;

/** The relay header in an IP option, under each setting of the carriers. */
@RequiresBpf
class CarrierTest {

    private final Ticket ticket = ticket(USER, 7);
    // Each test opens it, with carriers of its own.
    @SuppressWarnings("NullAway.Init")
    private PacketRig rig;

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({"IPV4, IPV4", "IPV6, IPV6", "IPV4, IPV6", "IPV6, IPV4"})
    void headerWhenInAnIpOptionThenTheOptionIsRemovedAndThePayloadForwardedAsItIs(
            IpFamily client, IpFamily destination) {
        open(Carriers.IP_OPTION);
        rig.register(USER, destination.destination);
        Random random = new Random(4);
        int number = 0;
        for (int length : new int[] {0, 1, 2, 15, 16, 17, 36, 255, 1400}) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            Frame sent = optioned(client, number++, payload);
            byte[] arrived =
                    rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet();
            assertThat(arrived)
                    .isEqualTo(forwarded(destination, arrived, payload)
                            .withId(client == destination ? sent.id() : 0)
                            .bytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void headerWhenInTheOptionThenItsTagCoversTheUdpPayload(IpFamily family) {
        open(Carriers.BOTH);
        rig.register(USER, family.destination);
        Frame sent = optioned(family, 0, new byte[20]);
        for (int at : new int[] {0, 15}) {
            rig.expectDrop(TAG_MISMATCH, sent.bytes(frame -> {
                frame[sent.payloadOffset() + at] = 1;
                return frame;
            }));
        }
        rig.expectDrop(TAG_MISMATCH, sent.withPayload(new byte[21]).bytes());
        rig.expect(FORWARDED, REDIRECT, "near", sent.bytes());
        rig.expectDrop(REPLAYED, sent.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void carriersWhenBothThenEitherIsForwarded(IpFamily family) {
        open(Carriers.BOTH);
        rig.register(USER, family.destination);
        Frame inPayload = family.fromClient(sealed(ticket, 0, new byte[9]));
        for (Frame sent : new Frame[] {inPayload, optioned(family, 1, new byte[9])}) {
            byte[] arrived =
                    rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet();
            assertThat(arrived)
                    .isEqualTo(forwarded(family, arrived, new byte[9]).bytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void headerWhenInThePayloadButOnlyTheOptionIsAllowedThenIsMalformed(IpFamily family) {
        open(Carriers.IP_OPTION);
        rig.register(USER, family.destination);
        rig.expectDrop(
                MALFORMED, family.fromClient(sealed(ticket, 0, new byte[9])).bytes());
    }

    @ParameterizedTest
    @EnumSource
    void optionWhenTheCarrierIsOffThenIsAnyOptionOfThatFamily(IpFamily family) {
        open(Carriers.UDP);
        rig.register(USER, family.destination);
        byte[] sent = optioned(family, 0, new byte[50]).bytes();
        if (family == IpFamily.IPV4) {
            rig.expectDrop(MALFORMED, sent);
            Frame twofold = family.fromClient(sealed(ticket, 0, new byte[9]))
                    .withOptions(optioned(family, 0, new byte[9]).options());
            byte[] arrived =
                    rig.expect(FORWARDED, REDIRECT, "near", twofold.bytes()).packet();
            assertThat(arrived)
                    .isEqualTo(forwarded(family, arrived, new byte[9]).bytes());
        } else {
            rig.expectPass("near", sent);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "UDP")
    void optionWhenNotJustAsTheWireFormatHasItThenIsNone(Carriers carriers) {
        open(carriers);
        rig.register(USER, IpFamily.IPV4.destination);
        Frame ipv4 = optioned(IpFamily.IPV4, 0, new byte[0]);
        for (int at : new int[] {0, 1, 38, 39}) {
            rig.expectDrop(
                    MALFORMED, ipv4.withOptions(changed(ipv4.options(), at)).bytes());
        }
        Frame ipv6 = optioned(IpFamily.IPV6, 0, new byte[0]);
        for (int at : new int[] {0, 1, 2, 3}) {
            rig.expectPass("near", ipv6.withOptions(changed(ipv6.options(), at)).bytes());
        }
        TestRun intact = rig.expect(FORWARDED, REDIRECT, "near", ipv4.bytes());
        assertThat(intact.packet()).hasSize(Frame.ETHERNET + 28);
    }

    private void open(Carriers carriers) {
        rig = PacketRig.open(Map.of("carriers", carriers));
    }

    /** Returns a client's packet with the relay header in an option, built from the wire format's words. */
    private Frame optioned(IpFamily family, long number, byte[] payload) {
        byte[] header = RelayHeader.encode(ticket.bytes(), ticket.sessionKey(), number, payload);
        ByteBuffer option = ByteBuffer.allocate(40);
        if (family == IpFamily.IPV4) {
            option.put((byte) 158).put((byte) 38).put(header);
        } else {
            option.put((byte) 17).put((byte) 4).put((byte) 0x1e).put((byte) 36).put(header);
        }
        return family.fromClient(payload).withOptions(option.array());
    }

    private Frame forwarded(IpFamily family, byte[] arrived, byte[] payload) {
        int udp = family.fromClient(payload).udpOffset();
        int egressPort = Short.toUnsignedInt(ByteBuffer.wrap(arrived).getShort(udp));
        return Frame.of(family.egress, egressPort, family.destination, DESTINATION_PORT, payload)
                .withTtl(63)
                .withMacs(DESTINATION_MAC, rig.mac("far"));
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at]++;
        return changed;
    }
}
