package org.lumenlink.relay.dataplane.check;

import java.util.ArrayList;
import java.util.List;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Netlink;

/** The kernel answers route look-ups of XDP programs only for interfaces that may forward. */
final class ForwardingCheck implements InterfaceCheck {

    private final Netlink netlink;

    ForwardingCheck(Netlink netlink) {
        this.netlink = netlink;
    }

    @Override
    public List<Finding> run(Link link) {
        List<Finding> findings = new ArrayList<>();
        List<IpFamily> families = IpFamily.of(netlink.addresses().getOrDefault(link.index(), List.of()));
        for (IpFamily family : families) {
            String key = family.setting(link.name(), "forwarding");
            if (Sysctl.is(key, "0")) {
                findings.add(Finding.problem(
                        link.name(),
                        "interface " + link.name() + " does not forward " + family.title(),
                        "sysctl -w " + key + "=1"));
            }
        }
        return findings.isEmpty() && !families.isEmpty()
                ? List.of(Finding.ok(link.name(), "forwards " + IpFamily.titles(families)))
                : findings;
    }
}
