package org.lumenlink.relay.dataplane.check;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.Libbpf.AttachedProgram;
import org.lumenlink.relay.libbpf.Link;

/** An interface takes one XDP program. */
final class ProgramCheck implements InterfaceCheck {

    private final Libbpf libbpf;
    private final Predicate<AttachedProgram> isWelcome;

    /**
     * @param isWelcome tells of a program whether it may be there
     */
    ProgramCheck(Libbpf libbpf, Predicate<AttachedProgram> isWelcome) {
        this.libbpf = libbpf;
        this.isWelcome = isWelcome;
    }

    @Override
    public List<Finding> run(Link link) {
        return List.of(libbpf.attachedXdp(link.index())
                .map(program -> found(link, program))
                .orElseGet(() -> Finding.ok(link.name(), "has no other XDP program")));
    }

    private Finding found(Link link, AttachedProgram program) {
        String described = "id " + program.id() + ", " + program.mode().name().toLowerCase(Locale.ROOT);
        return isWelcome.test(program)
                ? Finding.ok(link.name(), "has the program of this relay, which is running (" + described + ")")
                : Finding.problem(
                        link.name(),
                        "interface " + link.name() + " has another XDP program attached (" + described
                                + "), perhaps another relay's",
                        "stop what attached it (bpftool net show; bpftool prog show id " + program.id()
                                + "), or detach it: ip link set dev " + link.name()
                                + " xdp off; where that is refused: bpftool link show, then bpftool link detach id and the"
                                + " number of the one with prog " + program.id());
    }
}
