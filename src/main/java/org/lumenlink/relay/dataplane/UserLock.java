package org.lumenlink.relay.dataplane;

import java.util.List;
import org.lumenlink.relay.dataplane.HostUnfitException.Problem;
import org.lumenlink.relay.libbpf.Libbpf;

/** How packets of one user wait for each other, which decides which object is loaded: see {@code bpf/guard.h}. */
public enum UserLock {
    /** By the relay's own lock where that can be, else by the kernel's. */
    AUTO,
    /** By {@code bpf_spin_lock}, which every kernel has. */
    KERNEL,
    /** By a word of the user's slot, which takes Linux 5.17 and x86-64, and less time. */
    OWN;

    /** The number of {@code bpf_loop}, of Linux 5.17. Compare-and-exchange came with 5.12. */
    private static final int BPF_LOOP = 181;

    /**
     * Returns the object to load, a resource.
     *
     * @throws HostUnfitException if this host can have no such lock
     */
    String object(Libbpf libbpf) {
        if (!isPossible(libbpf)) {
            throw new HostUnfitException(List.of(new Problem(
                    "lumenlink.relay.user-lock is own, which takes Linux 5.17 or newer on x86-64",
                    "set it to auto, or leave it out")));
        }
        return this != KERNEL && isOwnPossible(libbpf) ? "/bpf/lumenlink-own-lock.bpf.o" : "/bpf/lumenlink.bpf.o";
    }

    /** Tells whether this host can have such a lock. */
    boolean isPossible(Libbpf libbpf) {
        return this != OWN || isOwnPossible(libbpf);
    }

    private static boolean isOwnPossible(Libbpf libbpf) {
        return System.getProperty("os.arch").equals("amd64") && libbpf.hasXdpHelper(BPF_LOOP);
    }
}
