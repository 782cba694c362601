package org.lumenlink.relay.dataplane.check;

import java.util.List;
import org.lumenlink.relay.dataplane.Finding;

/** The kernel compiles BPF programs unless it was told not to. */
final class CompilerCheck implements HostCheck {

    private static final String SUBJECT = "compiler";

    @Override
    public List<Finding> run() {
        return Sysctl.read("net/core/bpf_jit_enable")
                .map(value -> List.of(
                        value.equals("0")
                                ? Finding.warning(
                                        SUBJECT,
                                        "the kernel interprets BPF programs instead of compiling them, which takes many"
                                                + " times as long",
                                        "sysctl -w net/core/bpf_jit_enable=1")
                                : Finding.ok(SUBJECT, "the kernel compiles BPF programs")))
                .orElse(List.of());
    }
}
