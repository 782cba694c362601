package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.BtfType;
import org.lumenlink.relay.libbpf.BtfType.Array;
import org.lumenlink.relay.libbpf.BtfType.Member;
import org.lumenlink.relay.libbpf.BtfType.Scalar;
import org.lumenlink.relay.libbpf.BtfType.Struct;

/** Values of one layout made values of another. */
class ConversionTest {

    private static final Scalar BYTE = new Scalar(1);
    private static final Scalar SHORT = new Scalar(2);

    @Test
    void membersWhenMovedAddedAndRemovedThenGoByTheirNames() {
        Struct from = new Struct(
                6, List.of(new Member("first", 0, SHORT), new Member("gone", 2, SHORT), new Member("last", 4, SHORT)));
        Struct to = new Struct(
                8, List.of(new Member("last", 0, SHORT), new Member("added", 2, SHORT), new Member("first", 4, SHORT)));
        assertThat(convert(from, to, 1, 2, 3, 4, 5, 6)).containsExactly(5, 6, 0, 0, 1, 2, 0, 0);
    }

    @Test
    void structuresWhenInsideOthersAndInArraysThenAreConvertedOneByOne() {
        Struct small = new Struct(1, List.of(new Member("x", 0, BYTE)));
        Struct large = new Struct(2, List.of(new Member("y", 0, BYTE), new Member("x", 1, BYTE)));
        Struct from = new Struct(3, List.of(new Member("a", 0, new Array(small, 3))));
        Struct to = new Struct(6, List.of(new Member("a", 0, new Array(large, 3))));
        assertThat(convert(from, to, 7, 8, 9)).containsExactly(0, 7, 0, 8, 0, 9);
    }

    @Test
    void typesWhenEqualThenAllBytesStay() {
        Struct type = new Struct(3, List.of(new Member("x", 0, BYTE)));
        assertThat(convert(type, type, 1, 2, 3)).as("padding too").containsExactly(1, 2, 3);
    }

    @Test
    void sizesWhenOthersThenThereIsNoConversion() {
        assertThat(Conversion.between(BYTE, SHORT)).isEmpty();
        assertThat(Conversion.between(new Array(BYTE, 2), new Array(BYTE, 3))).isEmpty();
        assertThat(Conversion.between(new Array(BYTE, 2), SHORT)).isEmpty();
        assertThat(Conversion.between(
                        new Struct(1, List.of(new Member("x", 0, BYTE))),
                        new Struct(2, List.of(new Member("x", 0, SHORT)))))
                .isEmpty();
    }

    private static byte[] convert(BtfType from, BtfType to, int... bytes) {
        byte[] value = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            value[i] = (byte) bytes[i];
        }
        return Conversion.between(from, to).orElseThrow().apply(value);
    }
}
