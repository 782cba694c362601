package org.lumenlink.relay.dataplane.check;

import java.util.List;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.HostInfo;

/** Before Linux 5.11, maps count as locked memory of the process. */
final class MemoryLockCheck implements HostCheck {

    private static final String SUBJECT = "memory";

    private final HostInfo host;

    MemoryLockCheck(HostInfo host) {
        this.host = host;
    }

    @Override
    public List<Finding> run() {
        if (host.isKernelAtLeast(5, 11)) {
            return List.of(Finding.ok(SUBJECT, "maps are not limited by RLIMIT_MEMLOCK on this kernel"));
        }
        return List.of(
                host.mayLockAnyMemory()
                        ? Finding.ok(SUBJECT, "the limit of locked memory, which maps count against, can be lifted")
                        : Finding.problem(
                                SUBJECT,
                                "the maps count as locked memory on this kernel, and the relay may not have as much of it"
                                        + " as they take",
                                "start it with ulimit -l unlimited, as a service with LimitMEMLOCK=infinity, or as a"
                                        + " container with --ulimit memlock=-1"));
    }
}
