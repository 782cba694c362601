package org.lumenlink.relay.libbpf.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class KernelReleaseTest {

    @Test
    void isAtLeastThenComparesNumbers() {
        KernelRelease release = KernelRelease.parse("5.10.0-28-cloud-amd64");

        assertThat(release.isAtLeast(5, 9)).isTrue();
        assertThat(release.isAtLeast(5, 10)).isTrue();
        assertThat(release.isAtLeast(4, 19)).isTrue();
        assertThat(release.isAtLeast(5, 11)).isFalse();
        assertThat(release.isAtLeast(6, 0)).isFalse();
    }

    @Test
    void parseWhenThereIsNoThirdNumberThenReadsTwo() {
        assertThat(KernelRelease.parse("6.18")).isEqualTo(new KernelRelease("6.18", 6, 18));
        assertThat(KernelRelease.parse("7.0-rc1")).isEqualTo(new KernelRelease("7.0-rc1", 7, 0));
    }

    @Test
    void parseWhenItIsNoReleaseThenNamesIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KernelRelease.parse("unknown"))
                .withMessage("not a kernel release: unknown");
    }
}
