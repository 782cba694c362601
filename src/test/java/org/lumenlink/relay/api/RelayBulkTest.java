package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.support.RequiresBpf;
import tools.jackson.databind.json.JsonMapper;

/** 100,000 users and some bad lines in one request to a relay with room for just as many. */
@RequiresBpf
class RelayBulkTest {

    private static final int USERS = 100_000;
    private static final int BAD = 100;

    @Test
    void bulkWhenRegistryFillsUpThenEveryGoodLineIsInStoreAndMapsAndEveryOtherReported(@TempDir Path dataDir)
            throws IOException {
        try (RealRelay relay = new RealRelay(dataDir, USERS)) {
            ApiClient api = relay.api();
            StringBuilder body = new StringBuilder();
            for (int i = 1; i <= USERS + 1; i++) {
                body.append("{\"userId\": %d, \"destination\": {\"address\": \"203.0.113.%d\", \"port\": 51820}}\n"
                        .formatted(i, i % 250));
                if (i % (USERS / BAD) == 0) {
                    body.append("{\"userId\": 7, \"destination\": {\"address\": \"localhost\", \"port\": 51820}}\n");
                }
            }

            ApiClient.Answer answer = api.send(api.bulk(body.toString().getBytes(StandardCharsets.UTF_8)));

            String[] lines = answer.response().body().split("\n");
            assertThat(lines).hasSize(BAD + 2);
            JsonMapper json = new JsonMapper();
            for (int i = 0; i < BAD; i++) {
                assertThat(json.readTree(lines[i]).at("/status").asInt()).isEqualTo(422);
                assertThat(json.readTree(lines[i]).at("/line").asInt()).isEqualTo((i + 1) * (USERS / BAD + 1));
            }
            assertThat(json.readTree(lines[BAD]).at("/status").asInt()).isEqualTo(507);
            assertThat(json.readTree(lines[BAD]).at("/userId").asInt()).isEqualTo(USERS + 1);
            assertThat(lines[BAD + 1])
                    .isEqualTo(
                            "{\"summary\":{\"lines\":100101,\"registered\":100000,\"replaced\":0,\"failed\":101,\"complete\":true}}");
            assertThat(api.send("GET", "/api/v1/users/" + (USERS + 1)).status()).isEqualTo(404);
            assertThat(api.send("GET", "/api/v1/stats").json().at("/users").asInt())
                    .isEqualTo(USERS);
            Set<Long> inTheMap = new HashSet<>();
            relay.dataplane().users().forEach((id, entry) -> {
                inTheMap.add(id);
                assertThat(entry.destination().getHostString()).isEqualTo("203.0.113." + id % 250);
            });
            assertThat(inTheMap).hasSize(USERS).contains(1L, (long) USERS);
        }
    }
}
