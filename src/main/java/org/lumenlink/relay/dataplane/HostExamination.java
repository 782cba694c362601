package org.lumenlink.relay.dataplane;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.lumenlink.relay.dataplane.check.Examination;
import org.lumenlink.relay.libbpf.Drivers;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.Netlink;

/** Examines the host as a start would, changes nothing, and tells all that it found. */
public final class HostExamination {

    private HostExamination() {}

    /** Examines it in the network namespace of the calling thread; a relay may be running. */
    public static List<Finding> of(DataplaneSettings settings) {
        Libbpf libbpf;
        try {
            libbpf = Libbpf.bind();
        } catch (IllegalStateException e) {
            return List.of(Finding.problem("libbpf", String.valueOf(e.getMessage()), "apt-get install libbpf1"));
        }
        Path pinned = new Pins(libbpf, settings.pinPath()).folder().resolve("user_map");
        try (Netlink netlink = Netlink.open();
                Drivers drivers = Drivers.open()) {
            Examination examination = Examination.of(
                    settings,
                    HostInfo.current(),
                    libbpf,
                    netlink,
                    drivers,
                    program -> libbpf.usesPinned(program, pinned));
            return Stream.concat(examination.ofHost().stream(), examination.ofInterfaces().stream())
                    .toList();
        }
    }
}
