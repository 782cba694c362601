package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies beyond 65,536 bytes are refused, and the client gets to know. */
class BodyLimitTest extends WebLayerTest {

    @ParameterizedTest
    @ValueSource(ints = {BodyLimitFilter.LIMIT + 1, 10_000_000})
    void bodyWhenLongByItsContentLengthThenRefused(int length) {
        assertRefused(api.send("PUT", USER, json(length)));
    }

    @ParameterizedTest
    @ValueSource(ints = {BodyLimitFilter.LIMIT + 1, 10_000_000})
    void bodyWhenLongInChunksThenRefused(int length) {
        byte[] body = json(length).getBytes(StandardCharsets.US_ASCII);
        for (String method : new String[] {"PUT", "PATCH"}) {
            assertRefused(api.send(chunked(method, body)));
        }
    }

    @Test
    void bodyWhenLongAndNotJsonThenRefusedForItsLength() {
        byte[] zeros = new byte[BodyLimitFilter.LIMIT + 1];

        assertRefused(api.send(chunked("PUT", zeros)));
    }

    @Test
    void bodyWhenAsLongAsAllowedThenTaken() {
        assertThat(api.send("PUT", USER, json(BodyLimitFilter.LIMIT)).status()).isEqualTo(200);
    }

    private HttpRequest chunked(String method, byte[] body) {
        return api.request(USER)
                .method(method, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .header("Content-Type", "application/json")
                .build();
    }

    private static void assertRefused(ApiClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).containsEntry("type", "https://lumenlink.org/problems/body-too-large");
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("body");
    }

    /** Returns a good request, with blanks up to a length. */
    private static String json(int length) {
        char[] text = new char[length];
        Arrays.fill(text, ' ');
        String good = RefusedRequests.GOOD;
        good.getChars(0, good.length() - 1, text, 0);
        text[length - 1] = '}';
        return new String(text);
    }
}
