package org.lumenlink.relay.dataplane;

import java.util.List;
import java.util.stream.Collectors;

/** This host cannot run the dataplane; names everything that is wrong, each with what mends it. */
public class HostUnfitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public HostUnfitException(List<Problem> problems) {
        super(describe(problems));
        this.problems = List.copyOf(problems);
    }

    public HostUnfitException(Problem problem, Throwable cause) {
        super(describe(List.of(problem)), cause);
        this.problems = List.of(problem);
    }

    public List<Problem> problems() {
        return problems;
    }

    /** Returns all that is wrong, and what mends it, in one line. */
    public String briefly() {
        return problems.stream()
                .map(problem -> problem.what() + " (mend it: " + problem.mend() + ")")
                .collect(Collectors.joining("; "));
    }

    private static String describe(List<Problem> problems) {
        StringBuilder text = new StringBuilder("The relay cannot run on this host:");
        for (Problem problem : problems) {
            text.append("\n - ").append(problem.what()).append("\n   Mend it: ").append(problem.mend());
        }
        return text.toString();
    }

    /**
     * One thing that is wrong.
     *
     * @param what in one sentence
     * @param mend the command or setting that mends it
     */
    public record Problem(String what, String mend) {}
}
