package org.lumenlink.relay.dataplane.check;

import java.util.List;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Drivers;
import org.lumenlink.relay.libbpf.Drivers.Queues;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Link;

/** A CPU works on what comes in by a queue of its own. Some drivers set queues aside for what programs send. */
final class QueueCheck implements InterfaceCheck {

    private final Drivers drivers;
    private final Refusal refusal;
    private final HostInfo host;
    private final int cpus;

    /**
     * @param cpus that the kernel may use
     */
    QueueCheck(Drivers drivers, Refusal refusal, HostInfo host, int cpus) {
        this.drivers = drivers;
        this.refusal = refusal;
        this.host = host;
        this.cpus = cpus;
    }

    @Override
    public List<Finding> run(Link link) {
        return drivers.queues(link)
                .map(queues -> List.of(examine(link, queues)))
                .orElse(List.of());
    }

    private Finding examine(Link link, Queues queues) {
        NativeLimits limits = NativeLimits.of(drivers.name(link), host.pageSize());
        int receiving = queues.combined() + queues.receive();
        int most = (queues.mostCombined() + queues.mostReceive()) / (limits.takesHalf() ? 2 : 1);
        String found = receiving + " of at most " + (queues.mostCombined() + queues.mostReceive()) + " receive queues";
        if (limits.takesHalf() && receiving > most) {
            return refusal.of(
                    link,
                    "it uses " + found + ", and its driver wants half of them for what the program sends",
                    command(link, queues, most));
        }
        if (limits.takesPairs() && queues.receive() != queues.send()) {
            return refusal.of(
                    link,
                    "it has " + queues.receive() + " queues for reception and " + queues.send()
                            + " for sending, and its driver wants as many of both",
                    command(link, queues, Math.min(queues.receive(), queues.send())));
        }
        if (limits.wantsSpares() && queues.combined() + cpus > queues.mostCombined()) {
            return spareless(link, queues, found);
        }
        return receiving < Math.min(cpus, most)
                ? Finding.warning(
                        link.name(),
                        "interface " + link.name() + " uses " + found + " on " + cpus
                                + " CPUs: the other CPUs have nothing to do",
                        command(link, queues, Math.min(cpus, most)))
                : Finding.ok(link.name(), found + ", " + cpus + " CPUs");
    }

    private Finding spareless(Link link, Queues queues, String found) {
        String mend = queues.mostCombined() >= 2 * cpus
                ? command(link, queues, queues.mostCombined() - cpus)
                : "give the machine " + 2 * cpus + " queues or more (2 for each CPU), in the settings of its host";
        return host.isKernelAtLeast(5, 13)
                ? Finding.warning(
                        link.name(),
                        "interface " + link.name() + " uses " + found + " on " + cpus
                                + " CPUs: without a spare one for each CPU they wait for each other to send",
                        mend)
                : refusal.of(
                        link,
                        "it uses " + found + ", and before Linux 5.13 its driver wants a spare one for each of " + cpus
                                + " CPUs",
                        mend);
    }

    private static String command(Link link, Queues queues, int wanted) {
        return "ethtool -L " + link.name()
                + (queues.mostCombined() > 0 ? " combined " + wanted : " rx " + wanted + " tx " + wanted);
    }
}
