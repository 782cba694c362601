package org.lumenlink.relay.cli;

import org.lumenlink.relay.registry.RegistryBackup.Contents;

/** Says in a few words what a registry holds. */
final class Summary {

    private Summary() {}

    static String of(Contents contents) {
        return count(contents.users(), "user") + ", " + count(contents.tokenKeys(), "token key") + ", "
                + count(contents.networks(), "denied network");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
