package org.lumenlink.relay.dataplane.check;

import java.util.List;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.HostInfo;

/** Tokens expire by the clock. */
final class ClockCheck implements HostCheck {

    private static final String SUBJECT = "clock";

    private final HostInfo host;

    ClockCheck(HostInfo host) {
        this.host = host;
    }

    @Override
    public List<Finding> run() {
        return List.of(
                host.isClockSynchronized()
                        ? Finding.ok(SUBJECT, "is synchronized")
                        : Finding.warning(
                                SUBJECT,
                                "the kernel does not know of anything that keeps the clock right: tokens would expire"
                                        + " too early or too late",
                                "apt-get install chrony; then chronyc tracking shows how far it is off"));
    }
}
