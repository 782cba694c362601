package org.lumenlink.relay.dataplane;

import java.util.Locale;

/** Spells constants as people read them. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
