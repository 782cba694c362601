package org.lumenlink.relay.security;

import java.util.regex.Pattern;

/** Where the console is: a page and its scripts, styles and texts, the same for everybody. */
final class ConsolePaths {

    /** Patterns of them all, for {@code requestMatchers}. */
    static final String[] ALL = {"/", "/index.html", "/console/**", "/webjars/uplot/**"};

    private static final Pattern ONE = Pattern.compile("/|/index.html|/(console|webjars/uplot)/.*");

    private ConsolePaths() {}

    static boolean isOne(String uri) {
        return ONE.matcher(uri).matches();
    }
}
