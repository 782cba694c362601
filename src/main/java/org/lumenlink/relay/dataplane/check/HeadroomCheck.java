package org.lumenlink.relay.dataplane.check;

import java.util.List;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Drivers;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Link;

/** Where IPv4 becomes IPv6, or a VLAN tag is added, a frame grows at its front. */
final class HeadroomCheck implements InterfaceCheck {

    private final Drivers drivers;
    private final int pageSize;

    HeadroomCheck(Drivers drivers, HostInfo host) {
        this.drivers = drivers;
        this.pageSize = host.pageSize();
    }

    @Override
    public List<Finding> run(Link link) {
        return NativeLimits.of(drivers.name(link), pageSize).isShort()
                ? List.of(Finding.warning(
                        link.name(),
                        "interface " + link.name()
                                + " may leave no room before frames that come in (gve leaves 2 bytes in"
                                + " its GQI format): answers over IPv4 to clients over IPv6 are dropped as internal then",
                        "give destinations IPv6 addresses where clients have them, or set RELAY_ATTACH_MODE=generic"))
                : List.of();
    }
}
