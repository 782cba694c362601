package org.lumenlink.relay.dataplane;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with the host in place of a stack trace. */
class HostUnfitFailureAnalyzer extends AbstractFailureAnalyzer<HostUnfitException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, HostUnfitException cause) {
        return new FailureAnalysis(
                cause.problems().stream().map(p -> " - " + p.what()).collect(Collectors.joining("\n")),
                cause.problems().stream().map(p -> " - " + p.mend()).collect(Collectors.joining("\n")),
                cause);
    }
}
