package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.relay.RelayRig.spec;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.relay.Tokens.Endpoint;
import org.lumenlink.relay.relay.Tokens.Token;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.DerivedKeys;
import org.lumenlink.relay.token.Ticket;
import org.lumenlink.relay.token.TicketContent;

@RequiresBpf
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuedTokensTest {

    private final RelayRig rig = new RelayRig();

    @TempDir
    Path directory;

    @AfterAll
    void closeRig() {
        rig.close();
    }

    @Test
    void issueSealsATicketThatTheKernelsKeysOpen() {
        rig.run(directory, context -> {
            Users users = context.getBean(Users.class);
            users.put(42, spec("198.51.100.10"), Precondition.NONE);
            users.revokeSessions(42);
            Token token = context.getBean(Tokens.class).issue(42, null);
            DerivedKeys keys = context.getBean(TokenKeyRing.class).active();
            assertThat(rig.dataplane().tokenKeys().holds(0, keys.tag(), keys.encryption(), keys.session()))
                    .isTrue();
            TicketContent content = Ticket.open(keys, token.ticket()).orElseThrow();
            assertThat(content.userId()).isEqualTo(42);
            assertThat(content.expiresAtEpochSecond())
                    .isEqualTo(token.expiresAt().getEpochSecond());
            assertThat(content.sessionId() >>> 16).isOne();
            assertThat(token.sessionKey()).isEqualTo(Ticket.sessionKey(keys, token.ticket()));
            assertThat(token.endpoints())
                    .containsExactlyInAnyOrder(
                            new Endpoint("192.0.2.1", 443), new Endpoint("2001:db8:1:0:0:0:0:1", 443));
        });
    }

    @Test
    void issueWhenLifetimeIsAskedForThenTicketLivesThatLongToTheNextWholeSecond() {
        rig.run(directory, context -> {
            context.getBean(Users.class).put(42, spec("198.51.100.10"), Precondition.NONE);
            Tokens tokens = context.getBean(Tokens.class);
            for (Duration ttl : List.of(Duration.ofSeconds(1), Duration.ofDays(7))) {
                Instant before = Instant.now();
                Token token = tokens.issue(42, ttl);
                Instant after = Instant.now();
                assertThat(token.expiresAt())
                        .isBetween(before.plus(ttl), after.plus(ttl).plusSeconds(1));
                assertThat(token.expiresAt()).isEqualTo(token.expiresAt().truncatedTo(ChronoUnit.SECONDS));
            }
        });
    }

    @Test
    void issueWhenLifetimeIsOutOfRangeThenNamesTheField() {
        rig.run(
                directory,
                context -> {
                    context.getBean(Users.class).put(42, spec("198.51.100.10"), Precondition.NONE);
                    Tokens tokens = context.getBean(Tokens.class);
                    for (Duration ttl : List.of(
                            Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(999), Duration.ofSeconds(7201))) {
                        assertThatExceptionOfType(InvalidValueException.class)
                                .isThrownBy(() -> tokens.issue(42, ttl))
                                .withMessage("ttlSeconds must be between 1 and 7200");
                    }
                },
                "lumenlink.relay.tokens.max-ttl=2h");
    }

    @Test
    void issueWhenUserIsUnknownOrDisabledOrNoneThenRefused() {
        rig.run(directory, context -> {
            Tokens tokens = context.getBean(Tokens.class);
            context.getBean(Users.class)
                    .put(
                            42,
                            new UserSpec(
                                    new Destination(InetAddress.ofLiteral("198.51.100.10"), 1),
                                    null,
                                    false,
                                    null,
                                    null),
                            Precondition.NONE);
            assertThatExceptionOfType(UserDisabledException.class).isThrownBy(() -> tokens.issue(42, null));
            assertThatExceptionOfType(UnknownUserException.class).isThrownBy(() -> tokens.issue(43, null));
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> tokens.issue(0, null))
                    .withMessageContaining("userId");
        });
    }

    @Test
    void issueWhenEndpointsAreConfiguredThenTellsThem() {
        rig.run(
                directory,
                context -> {
                    context.getBean(Users.class).put(42, spec("198.51.100.10"), Precondition.NONE);
                    assertThat(context.getBean(Tokens.class).issue(42, null).endpoints())
                            .containsExactly(
                                    new Endpoint("203.0.113.9", 4433), new Endpoint("2001:db8:0:0:0:0:0:9", 443));
                },
                "lumenlink.relay.endpoints=203.0.113.9:4433, [2001:db8::9]:443");
    }

    @Test
    void keyWhenRelayStartsAgainThenIsTheSame() {
        DerivedKeys[] keys = new DerivedKeys[2];
        for (int i = 0; i < 2; i++) {
            int start = i;
            rig.run(
                    directory,
                    context -> keys[start] = context.getBean(TokenKeyRing.class).active());
        }
        assertThat(keys[0]).usingRecursiveComparison().isEqualTo(keys[1]);
    }
}
