package org.lumenlink.relay.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTest {

    static List<Vectors.Issued> tickets() {
        return Vectors.tickets();
    }

    @ParameterizedTest
    @MethodSource("tickets")
    void sealWhenContentIsKnownThenTicketAndSessionKeyAreKnownAnswers(Vectors.Issued issued) {
        Ticket ticket = Ticket.seal(issued.tokenKey().derive(), issued.content());
        assertThat(ticket.bytes()).isEqualTo(issued.ticket());
        assertThat(ticket.sessionKey()).isEqualTo(issued.sessionKey());
    }

    @ParameterizedTest
    @MethodSource("tickets")
    void openWhenTicketIsKnownThenContentIsKnownAnswer(Vectors.Issued issued) {
        DerivedKeys keys = issued.tokenKey().derive();
        assertThat(Ticket.open(keys, issued.ticket())).contains(issued.content());
        assertThat(Ticket.sessionKey(keys, issued.ticket())).isEqualTo(issued.sessionKey());
    }

    @ParameterizedTest
    @MethodSource("tickets")
    void openWhenAnyBitIsFlippedThenIsRefused(Vectors.Issued issued) {
        DerivedKeys keys = issued.tokenKey().derive();
        for (int bit = 0; bit < Ticket.LENGTH * Byte.SIZE; bit++) {
            byte[] flipped = issued.ticket();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(Ticket.open(keys, flipped)).as("bit %d", bit).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("tickets")
    void openWhenKeyIsAnotherThenIsRefused(Vectors.Issued issued) {
        byte[] secret = issued.tokenKey().secret();
        secret[31] ^= 1;
        assertThat(Ticket.open(new TokenKey(secret).derive(), issued.ticket())).isEmpty();
    }

    @Test
    void openWhenUserIsZeroThenIsRefusedThoughAuthentic() {
        Vectors.Issued issued = Vectors.tickets().getFirst();
        DerivedKeys keys = issued.tokenKey().derive();
        byte[] plain = new byte[12];
        byte[] tag = SipHash.sip(keys.tag(), plain);
        byte[] ticket = ByteBuffer.allocate(Ticket.LENGTH)
                .put(tag)
                .put(SipHash.sip128(keys.encryption(), tag), 0, 12)
                .array();
        assertThat(Ticket.open(keys, ticket)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 19, 21})
    void openWhenTicketIsNot20BytesThenIsRefusedWithBothLengths(int length) {
        DerivedKeys keys = Vectors.tickets().getFirst().tokenKey().derive();
        String message = "the ticket must be 20 bytes long, not %d".formatted(length);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ticket.open(keys, new byte[length]))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ticket.sessionKey(keys, new byte[length]))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, user id",
        "-1, 0, 0, user id",
        "4294967296, 0, 0, user id",
        "1, -1, 0, expiry",
        "1, 4294967296, 0, expiry",
        "1, 0, -1, session id",
        "1, 0, 4294967296, session id",
    })
    void contentWhenValueIsOutOfRangeThenItIsNamed(long userId, long expiresAt, long sessionId, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TicketContent(userId, expiresAt, sessionId))
                .withMessageStartingWith("the " + named)
                .withMessageContaining("to 4294967295");
    }

    @Test
    void toStringWhenTicketIsSealedThenHidesIt() {
        Vectors.Issued issued = Vectors.tickets().getFirst();
        assertThat(Ticket.seal(issued.tokenKey().derive(), issued.content())).hasToString("Ticket[hidden]");
    }
}
