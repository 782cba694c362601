package org.lumenlink.relay.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests where Prometheus is missing. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresPrometheus.Condition.class)
public @interface RequiresPrometheus {

    /** Looks for its two programs. */
    class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return PrometheusTools.find("promtool").isPresent()
                            && PrometheusTools.find("prometheus").isPresent()
                    ? ConditionEvaluationResult.enabled("Prometheus is there")
                    : ConditionEvaluationResult.disabled(
                            "prometheus or promtool is missing: run scripts/install-prerequisites");
        }
    }
}
