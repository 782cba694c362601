package org.lumenlink.relay.relay;

import java.util.List;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.TokenKeyMap;
import org.lumenlink.relay.token.DerivedKeys;
import org.springframework.stereotype.Component;

/** Makes {@code token_key_map} equal to the registry. For holders of the {@link ChangeLock}. */
@Component
class TokenKeySlots {

    private final TokenKeyRing keys;
    private final Dataplane dataplane;

    TokenKeySlots(TokenKeyRing keys, Dataplane dataplane) {
        this.keys = keys;
        this.dataplane = dataplane;
    }

    /**
     * Touches only what differs, and returns how many slots that were. Writes the last slot first and clears after that:
     * packets are tried under one slot after the other, and a key that moves down is never missing in between.
     */
    int makeEqual() {
        List<DerivedKeys> wanted = keys.load();
        TokenKeyMap slots = dataplane.tokenKeys();
        if (wanted.size() > TokenKeyMap.SLOTS) {
            throw new IllegalStateException(
                    "the registry has %d token keys that verify tickets, token_key_map room for %d"
                            .formatted(wanted.size(), TokenKeyMap.SLOTS));
        }
        int changed = 0;
        for (int slot = wanted.size() - 1; slot >= 0; slot--) {
            DerivedKeys key = wanted.get(slot);
            if (!slots.holds(slot, key.tag(), key.encryption(), key.session())) {
                slots.put(slot, key.tag(), key.encryption(), key.session());
                changed++;
            }
        }
        for (int slot = wanted.size(); slot < TokenKeyMap.SLOTS; slot++) {
            if (!slots.isEmpty(slot)) {
                slots.clear(slot);
                changed++;
            }
        }
        return changed;
    }
}
