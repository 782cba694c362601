package org.lumenlink.relay.dataplane.check;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.HostInfo.Capability;

/** The relay loads and attaches a program, whose arithmetic on the packet the kernel takes from CAP_PERFMON only. */
final class CapabilityCheck implements HostCheck {

    private static final String SUBJECT = "capabilities";

    private final HostInfo host;

    CapabilityCheck(HostInfo host) {
        this.host = host;
    }

    @Override
    public List<Finding> run() {
        String missing = Stream.of(Capability.CAP_BPF, Capability.CAP_NET_ADMIN, Capability.CAP_PERFMON)
                .filter(capability -> !host.hasCapability(capability))
                .map(Enum::name)
                .collect(Collectors.joining(" and "));
        return List.of(
                missing.isEmpty()
                        ? Finding.ok(SUBJECT, "CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON are there")
                        : Finding.problem(
                                SUBJECT,
                                "the relay lacks " + missing + ", without which it cannot load and attach its program",
                                "run it as root, or as a service with AmbientCapabilities=CAP_BPF CAP_NET_ADMIN"
                                        + " CAP_PERFMON, or as a container with --cap-add BPF --cap-add NET_ADMIN"
                                        + " --cap-add PERFMON"));
    }
}
