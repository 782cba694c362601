package org.lumenlink.relay.relay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.UserEntry;
import org.lumenlink.relay.relay.InvalidValueException.FieldError;
import org.springframework.stereotype.Component;

/** Says what is wrong with what an operator says of a user, all of it at once. */
@Component
class UserRules {

    private static final long MAX_USER_ID = 0xffff_ffffL;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_LABEL_LENGTH = 200;
    private static final int MAX_PAGE = 1000;

    private final Dataplane dataplane;

    UserRules(Dataplane dataplane) {
        this.dataplane = dataplane;
    }

    /** Throws {@link InvalidValueException} for an id that no user can have. */
    void checkId(long userId) {
        List<FieldError> errors = new ArrayList<>();
        id(errors, userId);
        throwAny(errors);
    }

    /** Throws {@link InvalidValueException} with every wrong field. */
    void check(long userId, UserSpec spec) {
        List<FieldError> errors = new ArrayList<>();
        id(errors, userId);
        DestinationRules.refusal(spec.destination().address(), dataplane.relayAddresses())
                .ifPresent(message -> errors.add(new FieldError("destination.address", message)));
        range(errors, "destination.port", spec.destination().port(), MAX_PORT);
        Limit rateLimit = spec.rateLimit();
        if (rateLimit != null) {
            limit(errors, "rateLimit.", rateLimit);
        }
        label(errors, spec.label());
        Integer maxSessions = spec.maxSessions();
        if (maxSessions != null) {
            range(errors, "maxSessions", maxSessions, UserEntry.MAX_SESSIONS);
        }
        throwAny(errors);
    }

    /** Throws {@link InvalidValueException} with every wrong field of a limit. */
    void check(Limit limit) {
        List<FieldError> errors = new ArrayList<>();
        limit(errors, "", limit);
        throwAny(errors);
    }

    /** Throws {@link InvalidValueException} for a page that cannot be listed. */
    void check(Users.Query query) {
        List<FieldError> errors = new ArrayList<>();
        if (query.after() < 0) {
            errors.add(new FieldError("cursor", "must be one that an earlier page ended with"));
        }
        range(errors, "limit", query.limit(), MAX_PAGE);
        throwAny(errors);
    }

    private static void id(List<FieldError> errors, long userId) {
        range(errors, "userId", userId, MAX_USER_ID);
    }

    private static void limit(List<FieldError> errors, String prefix, Limit limit) {
        range(errors, prefix + "packetsPerSecond", limit.packetsPerSecond(), Limits.MAX_PACKETS);
        range(errors, prefix + "burstPackets", limit.burstPackets(), Limits.MAX_PACKETS);
        range(errors, prefix + "bytesPerSecond", limit.bytesPerSecond(), Limits.MAX_BYTES_PER_SECOND);
        range(errors, prefix + "burstBytes", limit.burstBytes(), Limits.MAX_BURST_BYTES);
    }

    private static void label(List<FieldError> errors, @Nullable String label) {
        if (label == null) {
            return;
        }
        if (label.codePointCount(0, label.length()) > MAX_LABEL_LENGTH) {
            errors.add(new FieldError("label", "must have at most " + MAX_LABEL_LENGTH + " characters"));
        }
        if (label.codePoints().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError("label", "must not have control characters"));
        }
        // The store could not give it back as it was.
        if (label.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
            errors.add(new FieldError("label", "must not have half of a surrogate pair"));
        }
    }

    private static void range(List<FieldError> errors, String field, long value, long max) {
        if (value < 1 || value > max) {
            errors.add(new FieldError(field, "must be between 1 and " + max));
        }
    }

    private static void throwAny(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new InvalidValueException(errors);
        }
    }
}
