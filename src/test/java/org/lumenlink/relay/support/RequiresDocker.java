package org.lumenlink.relay.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests of the image where there is no Docker engine for them, and says why. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresDocker.Condition.class)
public @interface RequiresDocker {

    /** Looks for the engine that {@code scripts/docker-engine} starts, or another that the environment names. */
    class Condition implements ExecutionCondition {

        /** Set by {@code scripts/test}: why it has started no engine. */
        private static final String REASON = "LUMENLINK_NO_DOCKER";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (System.getenv("DOCKER_HOST") != null) {
                return ConditionEvaluationResult.enabled("DOCKER_HOST names an engine");
            }
            String reason = System.getenv().getOrDefault(REASON, "DOCKER_HOST is not set");
            return ConditionEvaluationResult.disabled("no Docker engine: " + reason
                    + ". To have one: scripts/docker-engine start; eval \"$(scripts/docker-engine env)\"");
        }
    }
}
