package org.lumenlink.relay.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.HostInfo.Capability;

/** Skips tests where BPF programs cannot be loaded or namespaces made, and says what is missing. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresBpf.Condition.class)
public @interface RequiresBpf {

    /** Looks for the capabilities and the kernel's types. */
    class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            HostInfo host = HostInfo.current();
            for (Capability capability : Capability.values()) {
                if (!host.hasCapability(capability)) {
                    return ConditionEvaluationResult.disabled(capability + " is missing: run the tests as root");
                }
            }
            return host.hasBtf()
                    ? ConditionEvaluationResult.enabled("BPF can be used")
                    : ConditionEvaluationResult.disabled("/sys/kernel/btf/vmlinux is missing");
        }
    }
}
