package org.lumenlink.relay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CredentialsTest {

    @Test
    void credentialsWhenLengthIsWrongThenItIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Credentials(new byte[19], new byte[16]))
                .withMessage("the ticket must be 20 bytes long, not 19");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Credentials(new byte[20], new byte[15]))
                .withMessage("the session key must be 16 bytes long, not 15");
    }

    @Test
    void credentialsWhenCallerChangesItsArraysThenStayTheSame() {
        byte[] ticket = new byte[20];
        byte[] key = new byte[16];
        Credentials credentials = new Credentials(ticket, key);
        ticket[0] = 1;
        key[0] = 1;
        credentials.ticket()[1] = 1;
        credentials.sessionKey()[1] = 1;
        assertThat(credentials.ticket()).containsOnly(0);
        assertThat(credentials.sessionKey()).containsOnly(0);
    }

    @Test
    void toStringWhenCredentialsAreHeldThenHidesThem() {
        assertThat(Samples.CREDENTIALS).hasToString("Credentials[hidden]");
    }
}
