package org.lumenlink.relay.api;

import java.util.regex.Pattern;

/** Reads the name of a network interface: what the kernel takes for one, as long as it is ASCII. */
final class InterfaceName {

    private static final Pattern FORM = Pattern.compile("(?!\\.{1,2}$)[!-~&&[^/:]]{1,15}");

    private InterfaceName() {}

    static String parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new MalformedRequestException(
                    "interfaceName", "must be the name of a network interface, such as eth0");
        }
        return text;
    }
}
