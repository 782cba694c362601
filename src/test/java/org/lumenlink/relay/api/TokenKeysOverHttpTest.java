package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenKeysOverHttpTest extends WebLayerTest {

    private static final String KEYS = "/api/v1/token-keys";

    @Test
    void keysWhenListedThenHaveTheirTimesAndNoSecret() {
        assertThat(api.send("GET", KEYS).response().body())
                .isEqualTo("{\"tokenKeys\":["
                        + "{\"id\":2,\"state\":\"active\",\"createdAt\":\"2026-01-02T03:04:05Z\","
                        + "\"activatedAt\":\"2026-01-02T03:04:05Z\",\"retiringSince\":null,"
                        + "\"activeNoSoonerThan\":null,\"goneNoSoonerThan\":null},"
                        + "{\"id\":1,\"state\":\"retiring\",\"createdAt\":\"2026-01-02T03:04:05Z\","
                        + "\"activatedAt\":\"2026-01-02T03:04:05Z\",\"retiringSince\":\"2026-01-02T03:04:05Z\","
                        + "\"activeNoSoonerThan\":null,\"goneNoSoonerThan\":\"2026-01-09T03:05:06Z\"}],"
                        + "\"nextRotationAt\":null}");
    }

    @Test
    void keysWhenRotatedThenTheNewOneIsStaged() {
        ApiClient.Answer answer = api.send("POST", KEYS + ":rotate");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().at("/id").asLong()).isEqualTo(3);
        assertThat(answer.json().at("/state").asString()).isEqualTo("staged");
        assertThat(answer.json().at("/activeNoSoonerThan").asString()).isEqualTo("2026-01-02T03:05:05Z");
    }

    @Test
    void keysWhenTheyCannotBeRotatedThenConflict() {
        api.send("POST", KEYS + ":rotate");

        ApiClient.Answer answer = api.send("POST", KEYS + ":rotate");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem())
                .containsEntry("type", "https://lumenlink.org/problems/rotation-refused")
                .containsEntry("detail", "a rotation is under way");
    }
}
