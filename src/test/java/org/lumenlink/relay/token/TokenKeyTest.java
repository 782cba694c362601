package org.lumenlink.relay.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenKeyTest {

    static List<Vectors.Issued> tickets() {
        return Vectors.tickets();
    }

    @ParameterizedTest
    @MethodSource("tickets")
    void deriveWhenTokenKeyIsKnownThenKeysAreKnownAnswers(Vectors.Issued issued) {
        DerivedKeys keys = issued.tokenKey().derive();
        assertThat(keys.tag()).isEqualTo(issued.tagKey());
        assertThat(keys.encryption()).isEqualTo(issued.encryptionKey());
        assertThat(keys.session()).isEqualTo(issued.sessionDerivationKey());
    }

    @Test
    void tokenKeyWhenNot32BytesThenIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenKey(new byte[31]))
                .withMessage("the token key must be 32 bytes long, not 31");
    }

    @Test
    void derivedKeysWhenOneIsNot16BytesThenItIsNamed() {
        byte[] good = new byte[16];
        byte[] bad = new byte[8];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DerivedKeys(bad, good, good))
                .withMessageStartingWith("the tag key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DerivedKeys(good, bad, good))
                .withMessageStartingWith("the encryption key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DerivedKeys(good, good, bad))
                .withMessageStartingWith("the session derivation key");
    }

    @Test
    void keysWhenCallerChangesItsArraysThenStayTheSame() {
        byte[] secret = new byte[32];
        TokenKey key = new TokenKey(secret);
        secret[0] = 1;
        key.secret()[1] = 1;
        DerivedKeys keys = key.derive();
        byte[] tag = keys.tag();
        keys.tag()[0]++;
        assertThat(key.secret()).containsOnly(0);
        assertThat(keys.tag()).isEqualTo(tag);
    }

    @Test
    void toStringWhenKeysAreHeldThenHidesThem() {
        Vectors.Issued issued = Vectors.tickets().getFirst();
        TokenKey key = issued.tokenKey();
        assertThat(key.toString()).doesNotContain(HexFormat.of().formatHex(key.secret(), 0, 4));
        assertThat(key.derive()).hasToString("DerivedKeys[hidden]");
    }
}
