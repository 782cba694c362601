package org.lumenlink.relay.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints which setting is missing, in place of a stack trace. */
class AccessSettingsFailureAnalyzer extends AbstractFailureAnalyzer<AccessSettingsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, AccessSettingsException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.mend(), cause);
    }
}
