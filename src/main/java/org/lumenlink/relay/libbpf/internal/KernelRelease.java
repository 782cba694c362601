package org.lumenlink.relay.libbpf.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's release.
 *
 * @param text such as {@code 6.1.0-13-cloud-amd64}
 * @param major such as 6
 * @param minor such as 1
 */
record KernelRelease(String text, int major, int minor) {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    /** Returns the running kernel's, as uname(2) gives it. */
    static KernelRelease current() {
        return parse(System.getProperty("os.version", ""));
    }

    static KernelRelease parse(String text) {
        Matcher matcher = VERSION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a kernel release: " + text);
        }
        return new KernelRelease(text, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }
}
