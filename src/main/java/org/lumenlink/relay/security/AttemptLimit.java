package org.lumenlink.relay.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * Slows down whoever tries keys: after a number of wrong ones from an address, or from all addresses together, none is
 * looked at for a while. Keys that were valid at the same address within the last hour are looked at all the same, so
 * that an attacker, even one behind the same proxy, cannot shut out those who are at work.
 */
class AttemptLimit implements AuthenticationManagerResolver<HttpServletRequest> {

    private static final int MOST_ACCEPTED = 10_000;
    private static final String ALL = "all addresses";

    private final AuthenticationManager manager;
    private final Buckets<AddressKey> failures;
    private final Buckets<String> allFailures;
    private final Cache<Accepted, Boolean> accepted = Caffeine.newBuilder()
            .maximumSize(MOST_ACCEPTED)
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    AttemptLimit(AuthenticationManager manager, AccessSettings settings) {
        Duration minute = Duration.ofMinutes(1);
        this.manager = manager;
        this.failures = new Buckets<>(settings.failuresPerMinute(), settings.failuresPerMinute(), minute);
        this.allFailures = new Buckets<>(settings.failuresPerMinuteOfAll(), settings.failuresPerMinuteOfAll(), minute);
    }

    @Override
    public AuthenticationManager resolve(HttpServletRequest request) {
        AddressKey address = AddressKey.of(request);
        return sent -> authenticate(address, sent);
    }

    private Authentication authenticate(AddressKey address, Authentication sent) {
        Accepted pair = new Accepted(address, ByteBuffer.wrap(ApiKeySecret.hash(String.valueOf(sent.getPrincipal()))));
        boolean isKnown = accepted.getIfPresent(pair) != null;
        if (!isKnown) {
            // Taken before it is looked at: many attempts at once must not slip through together.
            demand(failures.take(address));
            Duration wait = allFailures.take(ALL);
            if (!wait.isZero()) {
                failures.giveBack(address);
                demand(wait);
            }
        }
        try {
            Authentication caller = manager.authenticate(sent);
            accepted.put(pair, true);
            if (!isKnown) {
                giveBack(address);
            }
            return caller;
        } catch (AuthenticationException e) {
            accepted.invalidate(pair);
            if (!isKnown && e instanceof AuthenticationServiceException) {
                // Nobody could tell whether it is valid.
                giveBack(address);
            }
            throw e;
        } catch (RuntimeException e) {
            // The registry fails, which is no fault of the caller's.
            if (!isKnown) {
                giveBack(address);
            }
            throw new InternalAuthenticationServiceException("the caller could not be looked up", e);
        }
    }

    private void giveBack(AddressKey address) {
        failures.giveBack(address);
        allFailures.giveBack(ALL);
    }

    private static void demand(Duration wait) {
        if (!wait.isZero()) {
            throw new TooManyRequestsException("too many keys that are not valid came from here", wait);
        }
    }

    /** What was valid, and where it came from. */
    private record Accepted(AddressKey address, ByteBuffer hash) {}
}
