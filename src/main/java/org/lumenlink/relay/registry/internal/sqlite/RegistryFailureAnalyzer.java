package org.lumenlink.relay.registry.internal.sqlite;

import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints why the registry cannot be opened, in place of a stack trace. */
class RegistryFailureAnalyzer extends AbstractFailureAnalyzer<RegistryUnavailableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RegistryUnavailableException cause) {
        return new FailureAnalysis(cause.what(), cause.mend(), cause);
    }
}
