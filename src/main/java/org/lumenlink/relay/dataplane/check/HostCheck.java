package org.lumenlink.relay.dataplane.check;

import java.util.List;
import org.lumenlink.relay.dataplane.Finding;

/** Looks at one matter of the host. */
interface HostCheck {

    /** Returns what it found; nothing where the matter does not arise. */
    List<Finding> run();
}
