package org.lumenlink.relay.dataplane.check;

import org.lumenlink.relay.dataplane.AttachMode;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Link;

/** Says that a driver will not run the program itself, which is bad or worse, as the settings want it. */
final class Refusal {

    private static final String GENERICALLY = "generically, at about half the speed";

    private final AttachMode mode;

    Refusal(AttachMode mode) {
        this.mode = mode;
    }

    Finding of(Link link, String why, String mend) {
        String what = "interface " + link.name() + " cannot run the program natively: " + why;
        return mode == AttachMode.NATIVE
                ? Finding.problem(link.name(), what, mend + "; or set RELAY_ATTACH_MODE=auto to run it " + GENERICALLY)
                : Finding.warning(link.name(), what + ". It will run " + GENERICALLY, mend);
    }
}
