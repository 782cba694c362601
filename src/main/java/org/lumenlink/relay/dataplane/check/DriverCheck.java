package org.lumenlink.relay.dataplane.check;

import java.util.List;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Drivers;
import org.lumenlink.relay.libbpf.Link;

/** A driver that runs the program itself does so before the kernel has made anything of a frame. */
final class DriverCheck implements InterfaceCheck {

    private final Drivers drivers;
    private final Refusal refusal;

    DriverCheck(Drivers drivers, Refusal refusal) {
        this.drivers = drivers;
        this.refusal = refusal;
    }

    @Override
    public List<Finding> run(Link link) {
        String name = drivers.name(link);
        String driver = name.isEmpty() ? "unknown" : name;
        if (drivers.runsXdp(link).filter(runs -> !runs).isPresent()) {
            return List.of(refusal.of(
                    link,
                    "its driver (" + driver + ") knows no XDP",
                    "give the machine a network card whose driver does, such as virtio_net, ena, gve, mlx5 or ice"));
        }
        return List.of(Finding.ok(link.name(), "driver " + driver + remark(driver)));
    }

    private static String remark(String driver) {
        return driver.equals("veth") ? "; the far end needs an XDP program of its own, or GRO: see docs/lab.md" : "";
    }
}
