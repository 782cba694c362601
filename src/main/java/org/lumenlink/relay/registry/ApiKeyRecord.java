package org.lumenlink.relay.registry;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An API key as the store keeps it, without its hash.
 *
 * @param id given by the store, rising, never given twice
 * @param role admin, operator, issuer or viewer
 * @param name who has it, for people
 * @param createdAt whole milliseconds
 * @param lastUsedOn in UTC, or null if it was never used
 * @param expiresAt whole milliseconds, or null for never
 */
public record ApiKeyRecord(
        long id,
        String role,
        String name,
        Instant createdAt,
        @Nullable LocalDate lastUsedOn,
        @Nullable Instant expiresAt) {}
