package org.lumenlink.relay.dataplane;

import java.util.ArrayList;
import java.util.List;
import org.lumenlink.relay.dataplane.Finding.Level;
import org.lumenlink.relay.dataplane.HostUnfitException.Problem;
import org.lumenlink.relay.dataplane.check.Examination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the dataplane start, and attach to an interface, if nothing speaks against it; warns of what speaks for care. */
final class HostGate {

    private static final Logger log = LoggerFactory.getLogger(HostGate.class);

    private final Examination examination;
    private final Pins pins;

    HostGate(Examination examination, Pins pins) {
        this.examination = examination;
        this.pins = pins;
    }

    /**
     * Checks the host and all interfaces of the settings, before anything is changed; takes the pin path.
     *
     * @throws HostUnfitException with all that is wrong
     */
    void demandHost() {
        List<Finding> ofHost = examination.ofHost();
        List<Finding> all = new ArrayList<>(ofHost);
        if (all.stream().noneMatch(finding -> finding.level() == Level.PROBLEM) && !pins.acquire()) {
            all.add(Finding.problem(
                    "pin path",
                    "another relay is running with the pin path " + pins.root(),
                    "stop it, or give this one interfaces and a pin path of its own: RELAY_PIN_PATH"));
        }
        all.addAll(examination.ofInterfaces());
        refuseProblems(all);
        warn(ofHost);
    }

    /**
     * Checks an interface, before the program is attached to it.
     *
     * @throws HostUnfitException with all that is wrong with it
     */
    void demandInterface(String name) {
        List<Finding> findings = examination.ofInterface(name);
        refuseProblems(findings);
        warn(findings);
    }

    private static void refuseProblems(List<Finding> findings) {
        List<Problem> problems = findings.stream()
                .filter(finding -> finding.level() == Level.PROBLEM)
                .map(finding -> new Problem(finding.what(), finding.mend()))
                .toList();
        if (!problems.isEmpty()) {
            throw new HostUnfitException(problems);
        }
    }

    private static void warn(List<Finding> findings) {
        findings.stream()
                .filter(finding -> finding.level() == Level.WARNING)
                .forEach(finding ->
                        log.warn("Checked {}: {}. Mend it: {}", finding.subject(), finding.what(), finding.mend()));
    }
}
