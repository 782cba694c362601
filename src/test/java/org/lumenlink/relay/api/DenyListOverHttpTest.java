package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenyListOverHttpTest extends WebLayerTest {

    private static final String LIST = "/api/v1/deny-list";

    @BeforeEach
    void empty() {
        denied.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.0/24",
        "0.0.0.0/0, 0.0.0.0/0",
        "203.0.113.7/32, 203.0.113.7/32",
        "::/0, ::/0",
        "2001:DB8:0:0:0:0:0:0/32, 2001:db8::/32",
        "2001:db8::1/128, 2001:db8::1/128"
    })
    void networkWhenPutThenDeniedUntilItIsDeleted(String asked, String canonical) {
        ApiClient.Answer created = api.send("PUT", LIST + "/" + asked);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(LIST + "/" + canonical);
        assertThat(created.json().at("/cidr").asString()).isEqualTo(canonical);
        assertThat(created.json().at("/createdAt").asString()).isEqualTo("2026-01-02T03:04:05Z");

        assertThat(api.send("PUT", LIST + "/" + asked).status()).isEqualTo(200);
        assertThat(api.send("GET", LIST + "/" + canonical).json()).isEqualTo(created.json());
        assertThat(list(LIST)).containsExactly(canonical);

        assertThat(api.send("DELETE", LIST + "/" + asked).status()).isEqualTo(204);
        assertThat(api.send("GET", LIST + "/" + canonical).status()).isEqualTo(404);
        assertThat(api.send("DELETE", LIST + "/" + canonical).status()).isEqualTo(404);
        assertThat(list(LIST)).isEmpty();
    }

    @Test
    void listWhenReadPageByPageThenHasEveryNetworkOnce() {
        List<String> networks = List.of("10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32", "::/0");
        networks.forEach(network -> api.send("PUT", LIST + "/" + network));

        List<String> seen = new ArrayList<>();
        String path = LIST + "?limit=3";
        ApiClient.Answer page = api.send("GET", path);
        seen.addAll(list(path));
        assertThat(seen).hasSize(3);
        path = LIST + "?limit=3&cursor=" + page.json().at("/nextCursor").asString();
        seen.addAll(list(path));
        assertThat(api.send("GET", path).json().at("/nextCursor").isNull()).isTrue();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(networks);
    }

    @Test
    void listWhenFullThenInsufficientStorageThatSaysWhatToDo() {
        for (int i = 0; i < InMemoryDenyList.CAPACITY; i++) {
            api.send("PUT", LIST + "/10." + i + ".0.0/16");
        }
        ApiClient.Answer answer = api.send("PUT", LIST + "/192.0.2.0/24");

        assertThat(answer.status()).isEqualTo(507);
        assertThat(answer.problem())
                .hasEntrySatisfying(
                        "detail",
                        detail -> assertThat(String.valueOf(detail))
                                .contains("room for (5)", "lumenlink.relay.flood.deny-list-size"));
        assertThat(api.send("PUT", LIST + "/10.0.0.0/16").status())
                .as("one that is there")
                .isEqualTo(200);
    }

    @Test
    void networkWhenItHasHostBitsThenProblemSaysSo() {
        assertThat(api.send("PUT", LIST + "/203.0.113.7/24").problem())
                .containsEntry("status", 400)
                .containsEntry("detail", "cidr is no network: all bits after the prefix of 24 must be zero");
    }

    private List<String> list(String path) {
        return api.send("GET", path).json().at("/networks").findValuesAsString("cidr");
    }
}
