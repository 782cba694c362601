package org.lumenlink.relay.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SipHashTest {

    static List<Vectors.Sip> answers64() {
        return Vectors.sip64();
    }

    static List<Vectors.Sip> answers128() {
        return Vectors.sip128();
    }

    @ParameterizedTest
    @MethodSource("answers64")
    void sipWhenMessageIsKnownThenIsKnownAnswer(Vectors.Sip answer) {
        assertThat(SipHash.sip(answer.key(), answer.message())).isEqualTo(answer.output());
    }

    @ParameterizedTest
    @MethodSource("answers64")
    void hash64WhenMessageIsKnownThenIsKnownAnswerAsLittleEndianWord(Vectors.Sip answer) {
        long word =
                ByteBuffer.wrap(answer.output()).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(SipHash.hash64(answer.key(), answer.message())).isEqualTo(word);
    }

    @ParameterizedTest
    @MethodSource("answers128")
    void sip128WhenMessageIsKnownThenIsKnownAnswer(Vectors.Sip answer) {
        assertThat(SipHash.sip128(answer.key(), answer.message())).isEqualTo(answer.output());
    }

    @Test
    void hashWhenKeyIsNot16BytesThenIsRefusedWithBothLengths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SipHash.hash64(new byte[15], new byte[0]))
                .withMessage("the SipHash key must be 16 bytes long, not 15");
        assertThatIllegalArgumentException().isThrownBy(() -> SipHash.sip(new byte[0], new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> SipHash.sip128(new byte[17], new byte[0]));
    }
}
