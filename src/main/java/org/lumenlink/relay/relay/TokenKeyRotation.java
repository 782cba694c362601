package org.lumenlink.relay.relay;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.TokenKeyMap;
import org.lumenlink.relay.registry.TokenKeyRecord;
import org.lumenlink.relay.registry.TokenKeyState;
import org.lumenlink.relay.registry.TokenKeyStore;
import org.lumenlink.relay.relay.RelaySettings.TokenKeySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Moves token keys through their life: by hand, by the time, and on a schedule. */
@Service
class TokenKeyRotation implements TokenKeys {

    private static final Logger log = LoggerFactory.getLogger(TokenKeyRotation.class);

    private final TokenKeyStore store;
    private final TokenKeyRing ring;
    private final TokenKeySlots slots;
    private final ChangeLock lock;
    private final ReconcileState state;
    private final TokenKeySettings settings;
    private final Clock clock;

    TokenKeyRotation(
            TokenKeyStore store,
            TokenKeyRing ring,
            TokenKeySlots slots,
            ChangeLock lock,
            ReconcileState state,
            RelaySettings settings,
            Clock clock) {
        this.store = store;
        this.ring = ring;
        this.slots = slots;
        this.lock = lock;
        this.state = state;
        this.settings = settings.tokenKeys();
        this.clock = clock;
    }

    @Override
    public Listing list() {
        List<TokenKeyRecord> keys = store.list();
        return new Listing(keys.stream().map(this::view).toList(), nextRotation(keys));
    }

    @Override
    public View rotate() {
        return lock.exclusively(() -> {
            List<TokenKeyRecord> keys = held();
            find(keys, TokenKeyState.STAGED).ifPresent(staged -> {
                throw new RotationRefusedException("a rotation is under way: token key %d becomes active at %s"
                        .formatted(staged.id(), activeNoSoonerThan(staged)));
            });
            if (keys.size() >= TokenKeyMap.SLOTS) {
                TokenKeyRecord oldest = keys.getLast();
                throw new RotationRefusedException(
                        "the relay holds %d token keys, as many as it can: rotate again once token key %d is gone, at %s"
                                .formatted(keys.size(), oldest.id(), goneNoSoonerThan(oldest)));
            }
            return view(stage());
        });
    }

    /** Does what is due. */
    void advance() {
        lock.exclusively(() -> {
            Instant now = now();
            boolean changed = discardDue(now);
            // What the map does not have yet cannot become active.
            if (state.isReconciled()) {
                changed |= activateDue(now);
            }
            if (changed) {
                writeSlots();
            }
            List<TokenKeyRecord> keys = held();
            Instant next = nextRotation(keys);
            if (next != null && !now.isBefore(next) && keys.size() < TokenKeyMap.SLOTS) {
                stage();
            }
            return changed;
        });
    }

    private TokenKeyRecord stage() {
        TokenKeyRecord staged = ring.make(TokenKeyState.STAGED, now());
        try {
            slots.makeEqual();
        } catch (RuntimeException e) {
            store.discard(staged.id());
            writeSlots();
            throw e;
        }
        log.info("Token key {} is staged; it becomes active at {}", staged.id(), activeNoSoonerThan(staged));
        return staged;
    }

    private boolean activateDue(Instant now) {
        Optional<TokenKeyRecord> due =
                find(held(), TokenKeyState.STAGED).filter(staged -> !now.isBefore(activeNoSoonerThan(staged)));
        due.ifPresent(staged -> {
            store.activate(staged.id(), now);
            log.info("Token key {} is active", staged.id());
        });
        return due.isPresent();
    }

    /** The oldest first, and none before those that are older: a key that moves up could be missed by a packet. */
    private boolean discardDue(Instant now) {
        boolean changed = false;
        for (TokenKeyRecord key : held().reversed()) {
            Instant due = goneNoSoonerThan(key);
            if (due == null || now.isBefore(due)) {
                break;
            }
            store.discard(key.id());
            log.info("Token key {} is gone", key.id());
            changed = true;
        }
        return changed;
    }

    private void writeSlots() {
        try {
            slots.makeEqual();
        } catch (RuntimeException e) {
            state.diverged("the token keys' map may differ from the registry: see the log; trying again");
            throw e;
        }
    }

    private @Nullable Instant nextRotation(List<TokenKeyRecord> keys) {
        if (!settings.isRotating() || find(keys, TokenKeyState.STAGED).isPresent()) {
            return null;
        }
        return find(keys, TokenKeyState.ACTIVE)
                .map(TokenKeyRecord::activatedAt)
                .map(since -> since.plus(settings.rotationInterval()))
                .orElse(null);
    }

    private Instant activeNoSoonerThan(TokenKeyRecord staged) {
        return staged.createdAt().plus(settings.stagingTime());
    }

    private @Nullable Instant goneNoSoonerThan(TokenKeyRecord key) {
        Instant since = key.retiringSince();
        return key.state() != TokenKeyState.RETIRING || since == null
                ? null
                : since.plus(settings.retirement(key.longestTicket()));
    }

    private View view(TokenKeyRecord key) {
        return new View(
                key.id(),
                key.state().name().toLowerCase(Locale.ROOT),
                key.createdAt(),
                key.activatedAt(),
                key.retiringSince(),
                key.state() == TokenKeyState.STAGED ? activeNoSoonerThan(key) : null,
                goneNoSoonerThan(key));
    }

    /** Returns the keys that verify tickets, newest first. */
    private List<TokenKeyRecord> held() {
        return store.list().stream()
                .filter(key -> key.state() != TokenKeyState.GONE)
                .toList();
    }

    private static Optional<TokenKeyRecord> find(List<TokenKeyRecord> keys, TokenKeyState state) {
        return keys.stream().filter(key -> key.state() == state).findFirst();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
