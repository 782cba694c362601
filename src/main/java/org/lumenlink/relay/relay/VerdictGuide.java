package org.lumenlink.relay.relay;

import java.util.List;
import java.util.Locale;

/** Explains the verdicts: what each means, whose problem it is, and what to do about it. */
public interface VerdictGuide {

    /** Returns the languages that there are, the default first. */
    List<Locale> languages();

    /**
     * Returns an explanation of each verdict, in the order of their numbers.
     *
     * @param language one of {@link #languages}
     */
    List<Explanation> explain(Locale language);

    /**
     * What a verdict means.
     *
     * @param verdict lower-case name of the reason, such as {@code tag_mismatch}
     * @param effect {@code passed}, {@code to-destination}, {@code to-client} or {@code dropped}
     * @param concern {@code nobody}, {@code sender} or {@code operator}
     * @param cause how a packet gets it
     * @param remedy what to do about it; commands are between backquotes
     */
    record Explanation(String verdict, String effect, String concern, String cause, String remedy) {}
}
