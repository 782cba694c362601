package org.lumenlink.relay.libbpf.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.Errno;

class ErrnosTest {

    @Test
    void ofNegativeNumberThenIsTheSameAsOfPositive() {
        assertThat(Errnos.of(-22)).isEqualTo(new Errno(22, "EINVAL", "Invalid argument"));
        assertThat(Errnos.of(22)).isEqualTo(Errnos.of(-22));
    }

    @Test
    void ofNumberOutsideTheCLibraryThenHasATextToo() {
        NativeLibbpf.bind();

        assertThat(Errnos.of(524)).hasToString("ENOTSUPP (The kernel cannot do this)");
        assertThat(Errnos.of(4001)).hasToString("errno 4001 (BPF object format invalid)");
        assertThat(Errnos.of(3999).name()).isEqualTo("errno 3999");
    }
}
