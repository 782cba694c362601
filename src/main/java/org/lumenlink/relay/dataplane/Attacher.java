package org.lumenlink.relay.dataplane;

import java.util.Optional;
import org.lumenlink.relay.dataplane.HostUnfitException.Problem;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.Libbpf.AttachedProgram;
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
    private final Pins pins;

    Attacher(BpfProgram program, AttachMode mode, Libbpf libbpf, Pins pins) {
        this.program = program;
        this.mode = mode;
        this.libbpf = libbpf;
        this.pins = pins;
    }

    /** Tells whether an interface has this very program. */
    boolean isAttached(int index) {
        return libbpf.attachedXdp(index).filter(p -> p.id() == program.id()).isPresent();
    }

    /** Tells whether an interface has the program of a relay before, which this one may replace. */
    boolean isInherited(int index) {
        return inherited(index).isPresent();
    }

    /** Detaches the program of a relay before. */
    void detachInherited(int index) {
        inherited(index).ifPresent(present -> takeOver(index, present).close());
    }

    /**
     * Attaches to an interface; where a relay before has left its program, the packets go to either, and none is missed.
     *
     * @throws HostUnfitException if the kernel refuses, with what mends it
     */
    Attached attach(String name, int index) {
        try {
            return instead(name, index).orElseGet(() -> inWantedMode(name, index));
        } catch (KernelException e) {
            throw new HostUnfitException(
                    isTaken(e)
                            ? new Problem(
                                    "interface " + name + " has another XDP program attached, perhaps another relay's",
                                    "stop what attached it (bpftool net show), or detach it: ip link set dev " + name
                                            + " xdp off; where that is refused: bpftool link show; bpftool link detach id"
                                            + " NUMBER")
                            : new Problem(
                                    "interface " + name + " cannot run the program: " + e.errno(),
                                    "ip -d link show " + name + "; dmesg tells more"),
                    e);
        }
    }

    private Optional<Attached> instead(String name, int index) {
        Optional<AttachedProgram> found = inherited(index);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        AttachedProgram present = found.get();
        XdpLink link = takeOver(index, present);
        if (!mode.allows(present.mode())) {
            log.warn("{} had the program in {} mode: detaching it", name, Words.of(present.mode()));
            link.close();
            return Optional.empty();
        }
        log.info("Took over {} from the relay before", name);
        String reason = present.mode() == XdpMode.NATIVE ? "" : "as the relay before had it";
        return Optional.of(new Attached(link, new Attachment(name, index, present.mode(), reason)));
    }

    private Optional<AttachedProgram> inherited(int index) {
        return libbpf.attachedXdp(index).filter(present -> pins.isInherited(present.id()));
    }

    private XdpLink takeOver(int index, AttachedProgram present) {
        Optional<XdpLink> pinned = pins.link(index);
        if (pinned.isEmpty()) {
            return program.replaceThroughNetlink(index, present.mode(), present.id());
        }
        XdpLink link = pinned.get();
        link.replace(program);
        pins.pin(link);
        return link;
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
        XdpLink link = program.attach(index, xdpMode);
        try {
            pins.pin(link);
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
        return new Attached(link, new Attachment(name, index, xdpMode, reason));
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
