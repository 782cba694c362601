package org.lumenlink.relay.relay;

import java.util.List;
import java.util.stream.IntStream;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.MapDifferences;
import org.lumenlink.relay.dataplane.MapDifferences.Kind;
import org.lumenlink.relay.dataplane.TokenKeyMap;
import org.lumenlink.relay.token.DerivedKeys;
import org.springframework.stereotype.Component;

/** Makes {@code token_key_map} equal to the registry. For holders of the {@link ChangeLock}. */
@Component
class TokenKeySlots {

    private static final String MAP = "token_key_map";

    private final TokenKeyRing keys;
    private final Dataplane dataplane;

    TokenKeySlots(TokenKeyRing keys, Dataplane dataplane) {
        this.keys = keys;
        this.dataplane = dataplane;
    }

    /** Returns why the program would not take a ticket that is issued now, in one sentence; empty if it would. */
    String reason() {
        DerivedKeys active = keys.active();
        TokenKeyMap slots = dataplane.tokenKeys();
        boolean isHeld = IntStream.range(0, TokenKeyMap.SLOTS)
                .anyMatch(slot -> slots.holds(slot, active.tag(), active.encryption(), active.session()));
        return isHeld ? "" : "the active token key is not in token_key_map; it is put there again within a minute";
    }

    /** Touches only what differs. */
    void makeEqual() {
        makeEqual(new MapDifferences());
    }

    /**
     * Touches only what differs. Writes the last slot first and clears after that: packets are tried under one slot after
     * the other, and a key that moves down is never missing in between.
     *
     * @param found counts that
     */
    void makeEqual(MapDifferences found) {
        List<DerivedKeys> wanted = keys.load();
        TokenKeyMap slots = dataplane.tokenKeys();
        if (wanted.size() > TokenKeyMap.SLOTS) {
            throw new IllegalStateException(
                    "the registry has %d token keys that verify tickets, token_key_map room for %d"
                            .formatted(wanted.size(), TokenKeyMap.SLOTS));
        }
        for (int slot = wanted.size() - 1; slot >= 0; slot--) {
            DerivedKeys key = wanted.get(slot);
            if (!slots.holds(slot, key.tag(), key.encryption(), key.session())) {
                found.add(MAP, slots.isEmpty(slot) ? Kind.MISSING : Kind.OTHER, 1);
                slots.put(slot, key.tag(), key.encryption(), key.session());
            }
        }
        for (int slot = wanted.size(); slot < TokenKeyMap.SLOTS; slot++) {
            if (!slots.isEmpty(slot)) {
                found.add(MAP, Kind.EXTRA, 1);
                slots.clear(slot);
            }
        }
    }
}
