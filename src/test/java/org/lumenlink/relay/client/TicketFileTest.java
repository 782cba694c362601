package org.lumenlink.relay.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketFileTest {

    @Test
    void readWhenJsonIsTheAnswerOfTheApiThenHoldsAllOfIt() throws IOException {
        TicketFile file = read(Samples.json("""
                {"address":"192.0.2.1","port":443},{"address":"2001:db8::1","port":51820}"""));
        assertThat(file.credentials().ticket()).isEqualTo(Samples.CREDENTIALS.ticket());
        assertThat(file.credentials().sessionKey()).isEqualTo(Samples.CREDENTIALS.sessionKey());
        assertThat(file.endpoints())
                .containsExactly(new InetSocketAddress("192.0.2.1", 443), new InetSocketAddress("2001:db8::1", 51_820));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                   | the field ticket is missing",
                "{\"ticket\":7}                                       | the field ticket is missing",
                "{\"ticket\":\"a+b/\",\"sessionKey\":\"AA\"}           | the field ticket is not base64url",
                "{\"ticket\":\"c2VjcmV0\",\"sessionKey\":\"AA\"}       | the ticket must be 20 bytes long, not 6",
                "{\"ticket\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAA\"}          | the field sessionKey is missing",
            })
    void readWhenFieldIsWrongThenItIsNamedWithTheRemedy(String json, String message) {
        assertThatIOException()
                .isThrownBy(() -> read(json))
                .withMessage(message + ": save the whole answer of POST /api/v1/users/{userId}/tokens");
    }

    @Test
    void readWhenItIsNotJsonThenNeitherMessageNorCauseQuotesIt() {
        String secret = Base64.getUrlEncoder().encodeToString(Samples.CREDENTIALS.sessionKey());
        assertThatIOException()
                .isThrownBy(() -> read("{\"sessionKey\": " + secret))
                .withMessageStartingWith("it is not JSON")
                .withNoCause();
    }

    @Test
    void toStringWhenFileIsReadThenHidesCredentials() throws IOException {
        assertThat(read(Samples.json("")).toString()).contains("Credentials[hidden]");
    }

    private static TicketFile read(String json) throws IOException {
        return TicketFile.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
    }
}
