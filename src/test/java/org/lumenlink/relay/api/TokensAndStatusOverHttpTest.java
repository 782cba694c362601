package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class TokensAndStatusOverHttpTest extends WebLayerTest {

    @Test
    void tokenWhenAskedForWithoutBodyThenCreatedAndNotToBeStored() {
        ApiClient.Answer answer = api.send("POST", USER + "/tokens");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.response().body())
                .isEqualTo("{\"ticket\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"sessionKey\":\"__4CAwQFBgcICQoLDA0ODw\","
                        + "\"expiresAt\":\"2026-01-02T04:04:05Z\","
                        + "\"endpoints\":[{\"address\":\"198.51.100.1\",\"port\":443}]}");
    }

    @Test
    void tokenWhenLifetimeIsGivenThenExpiresThen() {
        assertThat(api.send("POST", USER + "/tokens", "{\"ttlSeconds\": 60}")
                        .json()
                        .at("/expiresAt")
                        .asString())
                .isEqualTo("2026-01-02T03:05:05Z");
        assertThat(api.send("POST", USER + "/tokens", "{}").status()).isEqualTo(201);
    }

    @Test
    void dataplaneWhenAskedThenHasNoEntriesForArrays() {
        assertThat(api.send("GET", "/api/v1/dataplane").response().body())
                .isEqualTo("{\"attached\":[{\"interfaceName\":\"eth0\",\"interfaceIndex\":2,\"mode\":\"native\","
                        + "\"reason\":\"\",\"up\":true,\"mac\":\"02:00:00:00:00:01\",\"mtu\":1500,"
                        + "\"largestFrame\":3520,\"mtuFits\":true,\"vlans\":[{\"interfaceName\":\"eth0.5\","
                        + "\"interfaceIndex\":7,\"tags\":[{\"protocol\":\"802.1Q\",\"id\":5}]}]},"
                        + "{\"interfaceName\":\"eth2\",\"interfaceIndex\":3,\"mode\":\"generic\","
                        + "\"reason\":\"as asked\",\"up\":false,\"mac\":\"\",\"mtu\":9000,"
                        + "\"largestFrame\":null,\"mtuFits\":null,\"vlans\":[]}],\"missing\":[{\"interfaceName\":\"eth1\",\"reason\":\"it is gone\"}],"
                        + "\"relayPort\":443,\"relayAddresses\":[\"198.51.100.1\"],"
                        + "\"egressPorts\":\"20000-59999\",\"pinPath\":\"/sys/fs/bpf/lumenlink/v1\","
                        + "\"layoutVersion\":1,\"programId\":17,\"kernel\":\"6.18.0\",\"libbpf\":\"1.1.2\","
                        + "\"maps\":[{\"name\":\"user_map\",\"entries\":1,\"maxEntries\":100000},"
                        + "{\"name\":\"stats_map\",\"entries\":null,\"maxEntries\":64}],"
                        + "\"state\":\"serving\",\"drainingSince\":null}");
    }

    @Test
    void relayWhenDrainedThenIssuesNoTokensUntilItIsResumed() {
        ApiClient.Answer drained = api.send("POST", "/api/v1/dataplane:drain");
        assertThat(drained.status()).isEqualTo(200);
        assertThat(drained.json().at("/state").asString()).isEqualTo("draining");
        assertThat(drained.json().at("/drainingSince").asString()).isEqualTo("2026-01-02T03:04:05Z");

        ApiClient.Answer refused = api.send("POST", USER + "/tokens");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).containsEntry("type", "https://lumenlink.org/problems/relay-draining");
        assertThat(String.valueOf(refused.problem().get("detail"))).contains("POST /api/v1/dataplane:resume");
        assertThat(api.send("GET", USER).status()).isEqualTo(200);

        assertThat(api.send("POST", "/api/v1/dataplane:resume")
                        .json()
                        .at("/state")
                        .asString())
                .isEqualTo("serving");
        assertThat(api.send("POST", USER + "/tokens").status()).isEqualTo(201);
    }

    @Test
    void statsWhenAskedThenHaveEveryVerdictAndTheLatency() {
        assertThat(api.send("GET", "/api/v1/stats").response().body())
                .isEqualTo("{\"users\":2,\"sessions\":3,"
                        + "\"verdicts\":[{\"verdict\":\"forwarded\",\"packets\":5,\"bytes\":500}],"
                        + "\"latency\":{\"packets\":1000,\"meanNanoseconds\":130,\"p50Nanoseconds\":128,"
                        + "\"p99Nanoseconds\":128,\"p999Nanoseconds\":512,\"histogram\":["
                        + "{\"belowNanoseconds\":128,\"packets\":990},{\"belowNanoseconds\":512,\"packets\":10}]}}");
    }

    @Test
    void failureWhenUnforeseenThenErrorIdIsInTheLogAndNothingElseInTheAnswer(CapturedOutput log) {
        ApiClient.Answer answer = api.send("GET", "/api/v1/users/" + InMemoryRelay.BROKEN_USER + "/stats");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.response().body()).doesNotContain("internals", "Exception");
        Object errorId = answer.problem().get("errorId");
        assertThat(String.valueOf(errorId)).matches("[0-9a-f]{16}");
        assertThat(log).contains("Error " + errorId).contains("internals that nobody should see");
    }
}
