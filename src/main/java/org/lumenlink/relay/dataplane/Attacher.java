package org.lumenlink.relay.dataplane;

import org.lumenlink.relay.dataplane.HostUnfitException.Problem;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attaches the program to interfaces of the calling thread's namespace, in the mode that the settings ask for. */
final class Attacher {

    private static final Logger log = LoggerFactory.getLogger(Attacher.class);

    private final BpfProgram program;
    private final AttachMode mode;
    private final Libbpf libbpf;

    Attacher(BpfProgram program, AttachMode mode, Libbpf libbpf) {
        this.program = program;
        this.mode = mode;
        this.libbpf = libbpf;
    }

    /** Returns the mode that the settings ask for. */
    AttachMode mode() {
        return mode;
    }

    /** Tells whether an interface has this very program. */
    boolean isAttached(int index) {
        return libbpf.attachedXdp(index).filter(p -> p.id() == program.id()).isPresent();
    }

    /**
     * Attaches to an interface.
     *
     * @throws HostUnfitException if the kernel refuses, with what mends it
     */
    Attached attach(String name, int index) {
        try {
            return inWantedMode(name, index);
        } catch (KernelException e) {
            throw new HostUnfitException(
                    isTaken(e)
                            ? new Problem(
                                    "interface " + name + " has another XDP program attached, perhaps another relay's",
                                    "stop what attached it (bpftool net show), or detach it: ip link set dev " + name
                                            + " xdp off")
                            : new Problem(
                                    "interface " + name + " cannot run the program: " + e.errno(),
                                    "ip -d link show " + name + "; dmesg tells more"),
                    e);
        }
    }

    private Attached inWantedMode(String name, int index) {
        if (mode == AttachMode.GENERIC) {
            return attach(name, index, XdpMode.GENERIC, "lumenlink.relay.attach-mode is generic");
        }
        try {
            return attach(name, index, XdpMode.NATIVE, "");
        } catch (KernelException e) {
            if (isTaken(e)) {
                throw e;
            }
            if (mode == AttachMode.NATIVE) {
                throw new HostUnfitException(
                        new Problem(
                                "interface " + name + " cannot run the program natively: " + e.errno(),
                                "set RELAY_ATTACH_MODE=auto to run it generically, at about half the speed"),
                        e);
            }
            String reason = "the driver refused a native program: " + e.errno();
            Attached made = attach(name, index, XdpMode.GENERIC, reason);
            log.warn(
                    "{} has to do with generic mode, at about half the speed: {}. Look for the driver's limits for XDP"
                            + " (MTU, LRO, number of queues) with: ip -d link show {}; ethtool -k {}; ethtool -l {}",
                    name,
                    reason,
                    name,
                    name,
                    name);
            return made;
        }
    }

    private Attached attach(String name, int index, XdpMode xdpMode, String reason) {
        return new Attached(program.attach(index, xdpMode), new Attachment(name, index, xdpMode, reason));
    }

    private static boolean isTaken(KernelException e) {
        return e.errno().is(Errno.EBUSY) || e.errno().is(Errno.EEXIST);
    }

    /**
     * An interface that has the program.
     *
     * @param link detaches when closed
     * @param attachment what it is attached to
     */
    record Attached(XdpLink link, Attachment attachment) {}
}
