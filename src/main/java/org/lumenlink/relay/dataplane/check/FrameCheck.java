package org.lumenlink.relay.dataplane.check;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Drivers;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Link.Vlan;
import org.lumenlink.relay.libbpf.Netlink;

/** A driver runs a program on whole frames only if each fits into the one buffer that it has for it. */
final class FrameCheck implements InterfaceCheck {

    private final Drivers drivers;
    private final Netlink netlink;
    private final Refusal refusal;
    private final int pageSize;

    FrameCheck(Drivers drivers, Netlink netlink, Refusal refusal, HostInfo host) {
        this.drivers = drivers;
        this.netlink = netlink;
        this.refusal = refusal;
        this.pageSize = host.pageSize();
    }

    @Override
    public List<Finding> run(Link link) {
        OptionalInt known = NativeLimits.of(drivers.name(link), pageSize).largestMtu();
        int largest = known.orElse(
                NativeLimits.of("virtio_net", pageSize).largestMtu().orElseThrow());
        String mend = "lower it, at both ends: ip link set dev " + link.name() + " mtu " + largest;
        if (link.mtu() > largest) {
            return List.of(
                    known.isPresent()
                            ? refusal.of(link, "its MTU is " + link.mtu() + ", and its driver takes " + largest, mend)
                            : Finding.warning(
                                    link.name(),
                                    "interface " + link.name() + " has an MTU of " + link.mtu()
                                            + ", and most drivers run programs natively up to " + largest,
                                    mend));
        }
        return tagged(link) > largest
                ? List.of(Finding.warning(
                        link.name(),
                        "interface " + link.name() + " has VLAN devices whose frames, with their tags, are longer than"
                                + " the program gets to see natively",
                        "ip link set dev DEVICE mtu " + (largest - FrameLimit.VLAN_TAG) + " for each of them"))
                : List.of(Finding.ok(link.name(), "MTU " + link.mtu()));
    }

    /** Returns the MTU that frames of VLAN devices on top are as long as. */
    private int tagged(Link link) {
        return netlink.links().stream()
                .filter(other -> isOn(link, other.vlan()))
                .mapToInt(other -> other.mtu() + FrameLimit.VLAN_TAG)
                .max()
                .orElse(0);
    }

    private static boolean isOn(Link link, @Nullable Vlan vlan) {
        return vlan != null && vlan.parentIndex() == link.index();
    }
}
