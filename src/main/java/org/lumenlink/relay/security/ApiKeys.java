package org.lumenlink.relay.security;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes API keys. A change holds from the next request on. */
public interface ApiKeys {

    /** What a name must match: it stands in lists and in the audit log. */
    String NAME_FORM = "[A-Za-z0-9._@-]{1,64}";

    /**
     * Makes a key.
     *
     * @param name who has it, of {@link #NAME_FORM}
     * @param expiresAt when it stops being valid, or null for never
     */
    Created create(String name, Role role, @Nullable Instant expiresAt);

    /**
     * Returns keys in the order of their ids.
     *
     * @param after list keys with ids above this, 0 for the first page
     * @param limit at most this many, 1 to 1000
     */
    Page list(long after, int limit);

    /**
     * Revokes a key.
     *
     * @throws UnknownApiKeyException if there is none with this id
     * @throws LastAdminKeyException if nobody could make another admin key after that
     */
    void revoke(long id);

    /**
     * What is known of a key; of the key itself there is only a hash.
     *
     * @param lastUsedOn in UTC, or null if it was never used
     * @param expiresAt or null for never
     */
    record ApiKey(
            long id,
            String name,
            Role role,
            Instant createdAt,
            @Nullable LocalDate lastUsedOn,
            @Nullable Instant expiresAt) {

        boolean isExpired(Instant now) {
            return expiresAt != null && !expiresAt.isAfter(now);
        }
    }

    /** A key that was just made, with its characters, which cannot be had again. {@link #toString} hides them. */
    record Created(ApiKey apiKey, String characters) {
        @Override
        public String toString() {
            return "Created[" + apiKey + "]";
        }
    }

    /**
     * A page of keys.
     *
     * @param next the {@code after} of the next page, or null on the last
     */
    record Page(List<ApiKey> keys, @Nullable Long next) {}
}
