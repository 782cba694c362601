package org.lumenlink.relay.libbpf.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class NetlinkReplyTest {

    private static final int TYPE = 24;

    @Test
    void nextThenReadsWhatARequestOfTheSameShapeHolds() {
        NetlinkRequest request = new NetlinkRequest(TYPE, 0);
        request.attribute(1, new byte[] {1, 2, 3}).attribute(2, 0x01020304);
        NetlinkReply reply = NetlinkReply.next(wrap(request.bytes(7))).orElseThrow();

        assertThat(reply.type()).isEqualTo(TYPE);
        assertThat(reply.sequence()).isEqualTo(7);
        assertThat(reply.isError()).isFalse();
        assertThat(reply.attributes(0)).hasSize(2);
        assertThat(reply.attributes(0).get(1)).containsExactly(1, 2, 3);
        assertThat(reply.attributes(0).get(2))
                .isEqualTo(ByteBuffer.allocate(4)
                        .order(ByteOrder.nativeOrder())
                        .putInt(0x01020304)
                        .array());
    }

    @Test
    void nextWhenMessageIsCutThenIsEmpty() {
        byte[] bytes = new NetlinkRequest(TYPE, 0).attribute(1, 5).bytes(1);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(NetlinkReply.next(ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.nativeOrder())))
                    .as("%d bytes", length)
                    .isEmpty();
        }
    }

    @Test
    void replyWhenItsTableChangedMeanwhileThenSaysSo() {
        byte[] bytes = new NetlinkRequest(TYPE, 0).attribute(1, 5).bytes(1);
        assertThat(NetlinkReply.next(wrap(bytes)).orElseThrow().isOfChangedTable())
                .isFalse();
        bytes[6] |= 0x10;
        assertThat(NetlinkReply.next(wrap(bytes)).orElseThrow().isOfChangedTable())
                .isTrue();
    }

    @Test
    void attributesWhenOneIsCutThenAreThoseBeforeIt() {
        NetlinkRequest request = new NetlinkRequest(TYPE, 0);
        request.attribute(1, 5).attribute(2, 6);
        ByteBuffer message = wrap(request.bytes(1));
        // The second attribute claims to be longer than the message.
        message.putShort(NetlinkRequest.HEADER_SIZE + 8, (short) 100);

        assertThat(NetlinkReply.next(message).orElseThrow().attributes(0)).containsOnlyKeys(1);
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
