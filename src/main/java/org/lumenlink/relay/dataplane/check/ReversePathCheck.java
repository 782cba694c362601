package org.lumenlink.relay.dataplane.check;

import java.util.List;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Link;

/**
 * The strict reverse-path filter does not concern packets that the program relays. But where the relay has several
 * interfaces it also keeps the kernel from answering neighbours' questions (ARP) that come in by another interface than
 * the one that leads back to them, and these then cannot send to the relay.
 */
final class ReversePathCheck implements InterfaceCheck {

    private static final String STRICT = "1";

    private final boolean hasSeveralInterfaces;

    ReversePathCheck(boolean hasSeveralInterfaces) {
        this.hasSeveralInterfaces = hasSeveralInterfaces;
    }

    @Override
    public List<Finding> run(Link link) {
        String own = IpFamily.IPV4.setting(link.name(), "rp_filter");
        // The larger of the two holds, and 2, the loose one, is the larger.
        boolean isStrict = (Sysctl.is(own, STRICT) || Sysctl.is(IpFamily.IPV4.setting("all", "rp_filter"), STRICT))
                && !Sysctl.is(own, "2")
                && !Sysctl.is(IpFamily.IPV4.setting("all", "rp_filter"), "2");
        return hasSeveralInterfaces && isStrict
                ? List.of(Finding.warning(
                        link.name(),
                        "interface " + link.name()
                                + " has the strict reverse-path filter: neighbours that routes lead to by another"
                                + " interface get no answer to ARP, and cannot send to the relay",
                        "sysctl -w " + own + "=2"))
                : List.of();
    }
}
