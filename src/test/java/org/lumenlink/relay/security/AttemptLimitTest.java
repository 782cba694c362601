package org.lumenlink.relay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Guessing is slow, from one address and from many, and shuts out nobody who is at work. */
class AttemptLimitTest {

    private static final int OF_ADDRESS = 3;
    private static final int OF_ALL = 8;

    private final AtomicInteger looks = new AtomicInteger();
    private boolean isValid = true;
    private final AttemptLimit limit =
            new AttemptLimit(this::look, new AccessSettings("roles", List.of(), 1, 1, OF_ADDRESS, OF_ALL));

    @Test
    void keyWhenManyWereWrongFromItsAddressThenNotLookedAt() {
        guess("192.0.2.1", OF_ADDRESS);

        assertRefused("192.0.2.1", "good");
        assertThat(looks).hasValue(OF_ADDRESS);
        send("192.0.2.2", "good");
    }

    @Test
    void keyWhenManyWereWrongFromItsIpv6NetworkThenNotLookedAt() {
        guess("2001:db8:0:1::1", 1);
        guess("2001:db8:0:1:ffff::2", 1);
        guess("2001:db8:0:1::3%eth0", 1);

        assertRefused("2001:db8:0:1::4", "good");
        send("2001:db8:0:2::1", "good");
    }

    @Test
    void keyWhenValidThereBeforeThenLookedAtAllTheSame() {
        send("192.0.2.1", "good");
        guess("192.0.2.1", OF_ADDRESS);

        send("192.0.2.1", "good");
        assertRefused("192.0.2.1", "other good");
    }

    @Test
    void keyWhenItWasValidAndIsNoLongerThenLooksLikeAnyOther() {
        send("192.0.2.1", "good");
        isValid = false;

        for (int i = 0; i <= OF_ADDRESS; i++) {
            assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> send("192.0.2.1", "good"));
        }
        assertRefused("192.0.2.1", "good");
    }

    @Test
    void keyWhenManyWereWrongFromManyAddressesThenNotLookedAtFromNewOnes() {
        send("192.0.2.100", "good");
        for (int i = 1; i <= OF_ALL; i++) {
            guess("192.0.2." + i, 1);
        }

        assertRefused("192.0.2.200", "good");
        send("192.0.2.100", "good");
    }

    @Test
    void keysWhenValidThenTheirNumberDoesNotMatter() {
        for (int i = 0; i < 5 * OF_ALL; i++) {
            send("192.0.2.1", "good" + i);
        }
    }

    @Test
    void keysWhenTriedAllAtOnceThenNoMoreAreLookedAt() throws Exception {
        try (ExecutorService attackers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> attempts = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                attempts.add(attackers.submit(() -> {
                    try {
                        send("192.0.2.1", "bad");
                    } catch (BadCredentialsException | TooManyRequestsException e) {
                        // Either way it was of no use.
                    }
                }));
            }
            for (Future<?> attempt : attempts) {
                attempt.get();
            }
        }
        assertThat(looks).hasValue(OF_ADDRESS);
    }

    private void guess(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> send(address, "bad"));
        }
    }

    private void assertRefused(String address, String key) {
        assertThatExceptionOfType(TooManyRequestsException.class)
                .isThrownBy(() -> send(address, key))
                .satisfies(e -> assertThat(e.seconds()).isBetween(1L, 60L))
                .withMessageNotContaining(address);
    }

    private Authentication send(String address, String key) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        return limit.resolve(request).authenticate(new BearerTokenAuthenticationToken(key));
    }

    private Authentication look(Authentication sent) {
        looks.incrementAndGet();
        if (isValid && String.valueOf(sent.getPrincipal()).contains("good")) {
            return new CallerAuthentication(new Caller(Caller.Kind.API_KEY, "1", "x"), List.of(Role.VIEWER));
        }
        throw new BadCredentialsException("not valid");
    }
}
