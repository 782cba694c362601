package org.lumenlink.relay.relay;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rotates token keys. A key is staged, in which time every relay comes to verify tickets under it; then active, the one
 * that tickets are issued under; then retiring, until the last of these tickets has expired; then gone.
 */
public interface TokenKeys {

    /** Returns the keys, newest first; of those that are gone the latest few. */
    Listing list();

    /**
     * Stages a new key. It becomes active on its own after its staging time.
     *
     * @throws RotationRefusedException if a key is staged already, or there is no room for another
     */
    View rotate();

    /**
     * The keys.
     *
     * @param nextRotationAt when the next key is staged; null if that is done by hand only, or a key is staged
     */
    record Listing(List<View> keys, @Nullable Instant nextRotationAt) {}

    /**
     * A key, without what is secret of it.
     *
     * @param state {@code staged}, {@code active}, {@code retiring} or {@code gone}
     * @param createdAt since when it is staged
     * @param activatedAt since when tickets were issued under it, or null
     * @param retiringSince since when no more are, or null
     * @param activeNoSoonerThan of a staged key, else null
     * @param goneNoSoonerThan of a retiring key, else null
     */
    record View(
            long id,
            String state,
            Instant createdAt,
            @Nullable Instant activatedAt,
            @Nullable Instant retiringSince,
            @Nullable Instant activeNoSoonerThan,
            @Nullable Instant goneNoSoonerThan) {}
}
