package org.lumenlink.relay.dataplane.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Drivers;
import org.lumenlink.relay.libbpf.Drivers.Feature;
import org.lumenlink.relay.libbpf.Link;

/** Frames that the hardware has put together to a larger one are none that a program can relay. */
final class OffloadCheck implements InterfaceCheck {

    private static final String LARGE_RECEIVE = "rx-lro";
    private static final String HARDWARE_RECEIVE = "rx-gro-hw";

    /** Drivers that refuse programs while they put frames together. */
    private static final Set<String> REFUSING = Set.of("gve", "hv_netvsc", "mlx5_core", "vmxnet3");

    private final Drivers drivers;
    private final Refusal refusal;

    OffloadCheck(Drivers drivers, Refusal refusal) {
        this.drivers = drivers;
        this.refusal = refusal;
    }

    @Override
    public List<Finding> run(Link link) {
        Map<String, Feature> features = drivers.features(link);
        String driver = drivers.name(link);
        if (isOn(features, LARGE_RECEIVE)) {
            String why = "large receive offload (LRO) is on";
            String mend = "ethtool -K " + link.name() + " lro off";
            return List.of(
                    REFUSING.contains(driver)
                            ? refusal.of(link, why, mend)
                            : Finding.warning(
                                    link.name(),
                                    "interface " + link.name() + " puts frames together before the program sees them: "
                                            + why,
                                    mend));
        }
        // virtio_net switches it off by itself, if its host lets it.
        return driver.equals("virtio_net") && isFixedOn(features, HARDWARE_RECEIVE)
                ? List.of(refusal.of(
                        link,
                        "the machine's host puts frames together (GRO_HW), and does not let it switch that off",
                        "let it in the settings of its host (QEMU: ctrl_guest_offloads=on), or switch it off there"
                                + " (guest_tso4=off,guest_tso6=off,guest_ufo=off,guest_csum=off)"))
                : List.of();
    }

    private static boolean isOn(Map<String, Feature> features, String name) {
        Feature feature = features.get(name);
        return feature != null && feature.isOn();
    }

    private static boolean isFixedOn(Map<String, Feature> features, String name) {
        Feature feature = features.get(name);
        return feature != null && feature.isOn() && feature.isFixed();
    }
}
