package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.lumenlink.relay.support.Shell.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LibbpfTest {

    @Test
    void bindWhenLibraryIsInstalledThenTellsVersionAndCpus() throws IOException {
        Libbpf libbpf = Libbpf.bind();

        assertThat(libbpf.version()).matches("1\\.\\d+");
        String possible =
                Files.readString(Path.of("/sys/devices/system/cpu/possible")).strip();
        assertThat(possible).endsWith(String.valueOf(libbpf.possibleCpus() - 1));
    }

    @Test
    void bindWhenLibraryIsMissingThenSaysHowToInstallIt() {
        BpfTests.requireRoot();
        // A mount of its own hides the library from the child process alone.
        String output = run(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "for library in $(ldconfig -p | sed -n 's/.*libbpf.so.1 .* => //p'); do"
                        + " mount --bind /dev/null \"$(readlink -f \"$library\")\"; done;"
                        + " exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BindAlone.class.getName());

        assertThat(output).startsWith("libbpf 1.x was not found. Install it: apt-get install libbpf1");
    }

    @Test
    void openWhenBytesAreNoObjectThenNamesItAndSaysWhy() {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> Libbpf.bind().open(new byte[] {1, 2, 3}, "junk"))
                .withMessageContaining("open BPF object junk (libbpf: elf: 'junk' is not a proper ELF object)")
                .satisfies(e -> assertThat(e.errno().number()).isEqualTo(4001));
    }

    @Test
    void openPinnedWhenNothingIsThereThenEnoent() {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> Libbpf.bind().openPinned(Path.of("/sys/fs/bpf/no such map")))
                .withMessage("open pinned BPF map /sys/fs/bpf/no such map: ENOENT (No such file or directory)")
                .satisfies(e -> assertThat(e.errno().is(Errno.ENOENT)).isTrue());
    }

    @Test
    void openWhenClosedThenEveryUseNamesTheObject() {
        BpfObject object = BpfTests.open("packets");
        object.close();
        object.close();

        assertThatIllegalStateException().isThrownBy(object::load).withMessage("BPF object packets is closed");
        assertThatIllegalStateException().isThrownBy(object::mapNames).withMessage("BPF object packets is closed");
    }

    /** Runs in a process of its own. */
    static final class BindAlone {

        private BindAlone() {}

        public static void main(String[] arguments) {
            try {
                System.out.println("bound libbpf " + Libbpf.bind().version());
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
