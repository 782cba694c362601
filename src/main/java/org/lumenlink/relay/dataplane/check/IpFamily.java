package org.lumenlink.relay.dataplane.check;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A version of IP, and where its settings are. */
enum IpFamily {
    IPV4("ipv4", "IPv4"),
    IPV6("ipv6", "IPv6");

    private final String folder;
    private final String title;

    IpFamily(String folder, String title) {
        this.folder = folder;
        this.title = title;
    }

    /** Returns those that there are addresses of. */
    static List<IpFamily> of(List<InetAddress> addresses) {
        return Arrays.stream(values())
                .filter(family ->
                        addresses.stream().anyMatch(address -> address instanceof Inet4Address == (family == IPV4)))
                .toList();
    }

    static String titles(List<IpFamily> families) {
        return families.stream().map(IpFamily::title).collect(Collectors.joining(" and "));
    }

    String title() {
        return title;
    }

    /** Returns the key of a setting of an interface, as sysctl takes it. */
    String setting(String interfaceName, String name) {
        return "net/" + folder + "/conf/" + interfaceName + "/" + name;
    }
}
