package org.lumenlink.relay.dataplane.check;

import java.util.List;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Link;

/** Looks at one matter of an interface of the calling thread's namespace. */
interface InterfaceCheck {

    /** Returns what it found; nothing where the matter does not arise. */
    List<Finding> run(Link link);
}
