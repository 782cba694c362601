package org.lumenlink.relay.lab.bench;

import java.nio.ByteBuffer;
import org.lumenlink.relay.token.RelayHeader;

/**
 * How a client's packets look.
 *
 * @param client what clients speak
 * @param destination what destinations speak
 * @param inOption whether the relay header is in an IPv4 option, rather than before the payload
 */
record Carriage(IpVersion client, IpVersion destination, boolean inOption) {

    static final Carriage USUAL = new Carriage(IpVersion.V4, IpVersion.V4, false);

    private static final byte OPTION_TYPE = (byte) 158;
    private static final int OPTION_HEAD = 2;
    private static final int OPTIONS = 40;

    /** Returns the IPv4 options of a packet with this relay header. */
    byte[] options(byte[] header) {
        if (!inOption) {
            return new byte[0];
        }
        return ByteBuffer.allocate(OPTIONS)
                .put(OPTION_TYPE)
                .put((byte) (OPTION_HEAD + RelayHeader.LENGTH))
                .put(header)
                .array();
    }

    /** Returns the UDP payload of a packet with this relay header and content. */
    byte[] datagram(byte[] header, byte[] content) {
        if (inOption) {
            return content;
        }
        return ByteBuffer.allocate(header.length + content.length)
                .put(header)
                .put(content)
                .array();
    }
}
