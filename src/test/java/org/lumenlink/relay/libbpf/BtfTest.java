package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Types as clang has written them into the relay's object. */
class BtfTest {

    @Test
    void mapWhenItHasEntriesThenKeyAndValueAreThoseOfItsDefinition() throws IOException {
        Btf.MapTypes users = Btf.parse(object()).map("user_map").orElseThrow();
        assertThat(users.key()).isEqualTo(new BtfType.Scalar(4));
        BtfType.Struct entry = (BtfType.Struct) users.value();
        assertThat(entry.size()).isEqualTo(28);
        assertThat(entry.members())
                .extracting(BtfType.Member::name, BtfType.Member::offset)
                .startsWith(tuple("destination", 0), tuple("destination_port", 16), tuple("generation", 18));
        assertThat(entry.member("destination"))
                .map(BtfType.Member::type)
                .contains(new BtfType.Struct(
                        16, List.of(new BtfType.Member("word", 0, new BtfType.Array(new BtfType.Scalar(4), 4)))));
    }

    @Test
    void mapWhenItHasNoneThenIsEmpty() throws IOException {
        Btf btf = Btf.parse(object());
        assertThat(btf.map("event_ring")).isEmpty();
        assertThat(btf.map("no_map")).isEmpty();
        assertThat(btf.map("config")).as("a variable that is none").isEmpty();
    }

    @Test
    void variableWhenThereThenItsTypeIsKnown() throws IOException {
        BtfType config = Btf.parse(object()).variable("config").orElseThrow();
        assertThat(((BtfType.Struct) config).member("egress_port_first"))
                .map(BtfType.Member::offset)
                .contains(2);
    }

    @Test
    void bytesWhenNoneOrCutOffThenIsSaid() throws IOException {
        byte[] btf = object();
        assertThatIllegalArgumentException().isThrownBy(() -> Btf.parse(new byte[24]));
        assertThatIllegalArgumentException().isThrownBy(() -> Btf.parse(new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> Btf.parse(Arrays.copyOf(btf, btf.length / 2)));
    }

    private static byte[] object() throws IOException {
        try (InputStream in = BtfTest.class.getResourceAsStream("/bpf/lumenlink.bpf.o")) {
            assertThat(in).isNotNull();
            try (BpfObject object = Libbpf.bind().open(in.readAllBytes(), "types")) {
                return object.btf();
            }
        }
    }
}
