package org.lumenlink.relay.dataplane.check;

import java.nio.file.Path;
import java.util.List;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.HostInfo;

/** Maps can be pinned on a BPF file system only. */
final class PinPathCheck implements HostCheck {

    private static final String SUBJECT = "pin path";

    private final HostInfo host;
    private final Path pinPath;

    PinPathCheck(HostInfo host, Path pinPath) {
        this.host = host;
        this.pinPath = pinPath;
    }

    @Override
    public List<Finding> run() {
        return List.of(
                host.isOnBpfFileSystem(pinPath)
                        ? Finding.ok(SUBJECT, pinPath + " is on a BPF file system")
                        : Finding.problem(
                                SUBJECT,
                                "the pin path " + pinPath + " is not on a BPF file system",
                                "mount -t bpf bpf /sys/fs/bpf, or set RELAY_PIN_PATH to a folder on a BPF file"
                                        + " system"));
    }
}
