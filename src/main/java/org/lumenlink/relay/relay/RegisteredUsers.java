package org.lumenlink.relay.relay;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.DirectionUsage;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserFilter;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.registry.VersionConflictException;
import org.springframework.stereotype.Service;

@Service
class RegisteredUsers implements Users {

    private static final int ATTEMPTS = 5;

    private final UserRules rules;
    private final UserStore store;
    private final UserChanges changes;
    private final UserTranslation translation;
    private final ChangeLock lock;
    private final Dataplane dataplane;

    RegisteredUsers(
            UserRules rules,
            UserStore store,
            UserChanges changes,
            UserTranslation translation,
            ChangeLock lock,
            Dataplane dataplane) {
        this.rules = rules;
        this.store = store;
        this.changes = changes;
        this.translation = translation;
        this.lock = lock;
        this.dataplane = dataplane;
    }

    @Override
    public Put put(long userId, UserSpec spec, Precondition precondition) {
        rules.check(userId, spec);
        Put put = changing(userId, () -> {
            Optional<User> present = store.find(userId);
            require(precondition, userId, present);
            return present.isPresent()
                    ? new Put(translation.view(changes.replace(present.get(), spec)), false)
                    : new Put(translation.view(changes.create(userId, spec)), true);
        });
        dataplane.resolveNeighbourOf(spec.destination().address());
        return put;
    }

    @Override
    public UserView update(long userId, UnaryOperator<UserSpec> change, Precondition precondition) {
        rules.checkId(userId);
        UserView view = changing(userId, () -> {
            User present = existing(userId);
            require(precondition, userId, Optional.of(present));
            UserSpec spec = change.apply(translation.spec(present));
            rules.check(userId, spec);
            return translation.view(changes.replace(present, spec));
        });
        dataplane.resolveNeighbourOf(view.spec().destination().address());
        return view;
    }

    @Override
    public UserView get(long userId) {
        rules.checkId(userId);
        return translation.view(existing(userId));
    }

    @Override
    public void delete(long userId, Precondition precondition) {
        rules.checkId(userId);
        changing(userId, () -> {
            User present = existing(userId);
            require(precondition, userId, Optional.of(present));
            changes.delete(present);
            return present;
        });
    }

    @Override
    public Page list(Query query) {
        rules.check(query);
        // One more than asked for tells whether there is a next page.
        List<User> found =
                store.list(new UserFilter(query.destination(), query.label()), query.after(), query.limit() + 1);
        List<UserView> users =
                found.stream().limit(query.limit()).map(translation::view).toList();
        return new Page(users, found.size() > query.limit() ? users.getLast().userId() : null);
    }

    @Override
    public void revokeSessions(long userId) {
        rules.checkId(userId);
        changing(userId, () -> changes.revoke(existing(userId)));
    }

    @Override
    public UserStats stats(long userId) {
        rules.checkId(userId);
        existing(userId);
        return dataplane
                .users()
                .usage(userId)
                .map(u -> new UserStats(userId, direction(u.toDestination()), direction(u.toClient())))
                .orElseGet(() -> new UserStats(userId, new DirectionStats(0, 0, 0), new DirectionStats(0, 0, 0)));
    }

    /** Runs a change alone in this process, and again if a writer elsewhere came between its reading and writing. */
    private <T> T changing(long userId, Supplier<T> change) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return lock.exclusively(change);
            } catch (VersionConflictException e) {
                // What was read is no longer there: read again, and look at the precondition again.
            }
        }
        try {
            return lock.exclusively(change);
        } catch (VersionConflictException e) {
            PreconditionFailedException failed = new PreconditionFailedException(userId);
            failed.initCause(e);
            throw failed;
        }
    }

    private User existing(long userId) {
        return store.find(userId).orElseThrow(() -> new UnknownUserException(userId));
    }

    private static void require(Precondition precondition, long userId, Optional<User> present) {
        Long version = precondition.version();
        boolean holds = !(precondition.absent() && present.isPresent())
                && !(precondition.present() && present.isEmpty())
                && (version == null
                        || present.filter(p -> p.version() == version).isPresent());
        if (!holds) {
            throw new PreconditionFailedException(userId);
        }
    }

    private static DirectionStats direction(DirectionUsage usage) {
        return new DirectionStats(usage.packets(), usage.bytes(), usage.limited());
    }
}
