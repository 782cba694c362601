package org.lumenlink.relay.dataplane;

import java.util.ArrayList;
import java.util.List;
import org.lumenlink.relay.dataplane.HostUnfitException.Problem;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attaches the program to the interfaces, all or none; closing detaches it from all. */
final class Attacher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Attacher.class);

    private final BpfProgram program;
    private final AttachMode mode;
    private final HostInfo host;
    private final List<XdpLink> links = new ArrayList<>();

    Attacher(BpfProgram program, AttachMode mode, HostInfo host) {
        this.program = program;
        this.mode = mode;
        this.host = host;
    }

    /** Attaches to the named interfaces; detaches again from those already done if one fails. */
    List<Attachment> attach(List<String> interfaces) {
        List<Attachment> attached = new ArrayList<>();
        try {
            for (String name : interfaces) {
                attached.add(attach(name));
            }
            return attached;
        } catch (KernelException | HostUnfitException e) {
            close();
            throw e;
        }
    }

    private Attachment attach(String name) {
        int index = host.interfaceIndex(name);
        if (mode == AttachMode.GENERIC) {
            return attach(name, index, XdpMode.GENERIC, "lumenlink.relay.attach-mode is generic");
        }
        try {
            return attach(name, index, XdpMode.NATIVE, "");
        } catch (KernelException e) {
            if (isTaken(e)) {
                throw new HostUnfitException(
                        new Problem(
                                "interface " + name + " was given another XDP program while the relay started",
                                "see what attached it: bpftool net show; then start the relay again"),
                        e);
            }
            if (mode == AttachMode.NATIVE) {
                throw new HostUnfitException(
                        new Problem(
                                "interface " + name + " cannot run the program natively: " + e.errno(),
                                "set RELAY_ATTACH_MODE=auto to run it generically, at about half the speed"),
                        e);
            }
            String reason = "the driver refused a native program: " + e.errno();
            log.warn(
                    "Attaching to {} in generic mode, at about half the speed: {}. Check the driver's limits for XDP"
                            + " (MTU, LRO, number of queues) with: ip -d link show {}; ethtool -k {}; ethtool -l {}",
                    name,
                    reason,
                    name,
                    name,
                    name);
            return attach(name, index, XdpMode.GENERIC, reason);
        }
    }

    private static boolean isTaken(KernelException e) {
        return e.errno().is(Errno.EBUSY) || e.errno().is(Errno.EEXIST);
    }

    private Attachment attach(String name, int index, XdpMode xdpMode, String reason) {
        links.add(program.attach(index, xdpMode));
        log.info("Attached to {} in {} mode", name, Words.of(xdpMode));
        return new Attachment(name, index, xdpMode, reason);
    }

    @Override
    public void close() {
        links.forEach(XdpLink::close);
        links.clear();
    }
}
