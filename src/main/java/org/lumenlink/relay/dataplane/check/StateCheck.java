package org.lumenlink.relay.dataplane.check;

import java.util.List;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Link;

/** Nothing comes in by an interface that is switched off. */
final class StateCheck implements InterfaceCheck {

    @Override
    public List<Finding> run(Link link) {
        return link.isUp()
                ? List.of()
                : List.of(Finding.warning(
                        link.name(),
                        "interface " + link.name() + " is switched off",
                        "ip link set dev " + link.name() + " up"));
    }
}
