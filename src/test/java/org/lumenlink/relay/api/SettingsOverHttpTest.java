package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of the settings can be read and changed over the API. */
class SettingsOverHttpTest extends WebLayerTest {

    private static final String PATH = "/api/v1/settings";

    @Test
    void settingsWhenChangedThenAreReadSo() {
        ApiClient.Answer limited =
                api.send("PUT", PATH + "/default-rate-limit", "{\"packetsPerSecond\": 500, \"burstPackets\": 7}");
        assertThat(limited.status()).isEqualTo(200);
        ApiClient.Answer logged = api.send("PUT", PATH + "/log-level", "{\"level\": \"debug\"}");
        assertThat(logged.status()).isEqualTo(200);

        ApiClient.Answer read = api.send("GET", PATH);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.response().body())
                .isEqualTo("{\"defaultRateLimit\":{\"packetsPerSecond\":500,\"burstPackets\":7,"
                        + "\"bytesPerSecond\":5000000,\"burstBytes\":50000},\"logLevel\":\"debug\"}");
        assertThat(logged.response().body()).isEqualTo(read.response().body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/default-rate-limit | {}                            | 422 | packetsPerSecond",
                "/default-rate-limit | {\"packetsPerSecond\": 0}     | 422 | packetsPerSecond",
                "/default-rate-limit | {\"packetsPerSecond\": \"1\"} | 400 | packetsPerSecond",
                "/default-rate-limit | {\"rate\": 1}                 | 400 | rate",
                "/log-level          | {}                            | 422 | level",
                "/log-level          | {\"level\": \"loud\"}         | 422 | level",
                "/log-level          | {\"level\": 1}                | 400 | level"
            })
    void settingWhenWrongThenRefusedNamingTheField(String path, String body, int status, String field) {
        ApiClient.Answer answer = api.send("PUT", PATH + path, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
    }
}
