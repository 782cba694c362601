package org.lumenlink.relay.libbpf.internal;

/** Names of network interfaces of the calling thread's namespace. */
final class Interfaces {

    private static final int NAME_SIZE = 16;

    private Interfaces() {}

    static int index(String name) {
        return LibC.if_nametoindex(name);
    }

    static boolean exists(int index) {
        return LibC.if_indextoname(index, new byte[NAME_SIZE]) != null;
    }

    /** Describes an interface for messages, such as {@code interface 2 (eth0)}. */
    static String describe(int index) {
        byte[] name = new byte[NAME_SIZE];
        boolean known = LibC.if_indextoname(index, name) != null;
        return "interface " + index + (known ? " (" + CStrings.decode(name) + ")" : "");
    }
}
