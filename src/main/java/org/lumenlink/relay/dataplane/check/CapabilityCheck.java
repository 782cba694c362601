package org.lumenlink.relay.dataplane.check;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.HostInfo.Capability;

/** The relay loads and attaches a program. */
final class CapabilityCheck implements HostCheck {

    private static final String SUBJECT = "capabilities";

    private final HostInfo host;

    CapabilityCheck(HostInfo host) {
        this.host = host;
    }

    @Override
    public List<Finding> run() {
        String missing = Stream.of(Capability.CAP_BPF, Capability.CAP_NET_ADMIN)
                .filter(capability -> !host.hasCapability(capability))
                .map(Enum::name)
                .collect(Collectors.joining(" and "));
        return List.of(
                missing.isEmpty()
                        ? Finding.ok(SUBJECT, "CAP_BPF and CAP_NET_ADMIN are there")
                        : Finding.problem(
                                SUBJECT,
                                "the relay lacks " + missing + ", without which it cannot load and attach its program",
                                "run it as root, or as a service with AmbientCapabilities=CAP_BPF CAP_NET_ADMIN, or as"
                                        + " a container with --cap-add BPF --cap-add NET_ADMIN"));
    }
}
