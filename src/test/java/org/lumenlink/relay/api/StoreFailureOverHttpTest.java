package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.TestDisk;

/** What clients and probes see of a registry on a disk that fails. */
@RequiresBpf
class StoreFailureOverHttpTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String USER = "/api/v1/users/1";

    @Test
    void diskWhenFullThenChangesAreRefusedAndTheRelayIsNotReadyUntilThereIsRoom() throws Exception {
        try (TestDisk disk = TestDisk.inMemory(4096);
                RealRelay relay = new RealRelay(disk.path())) {
            ApiClient api = relay.api();
            ApiClient management = relay.management();
            assertThat(put(api, 1).status()).isEqualTo(201);
            String maps = relay.maps();

            disk.fill();
            ApiClient.Answer refused = await().atMost(PATIENCE).until(() -> put(api, 1), a -> a.status() != 200);
            assertThat(refused.problem())
                    .containsEntry("status", 507)
                    .containsEntry("type", "https://lumenlink.org/problems/registry-full")
                    .containsEntry(
                            "detail",
                            "the disk of the data directory %1$s is full: make room on it (df -h %1$s)"
                                    .formatted(disk.path()));
            awaitStore(management, "OUT_OF_SERVICE");
            assertThat(api.send("GET", USER).status()).isEqualTo(200);

            disk.empty();
            awaitStore(management, "UP");
            assertThat(put(api, 2).status()).isEqualTo(201);
            assertThat(relay.maps()).isNotEqualTo(maps);
        }
    }

    @Test
    void diskWhenGivenUpByTheKernelThenChangesAreRefusedAndTheRelayIsNotReady() throws Exception {
        try (TestDisk disk = TestDisk.ext4();
                RealRelay relay = new RealRelay(disk.path())) {
            ApiClient api = relay.api();
            assertThat(put(api, 1).status()).isEqualTo(201);
            String maps = relay.maps();

            disk.fail();
            assertThat(put(api, 2).problem())
                    .containsEntry("status", 503)
                    .containsEntry("type", "https://lumenlink.org/problems/registry-unavailable");
            awaitStore(relay.management(), "OUT_OF_SERVICE");
            assertThat(api.send("GET", USER).status()).isEqualTo(200);
            assertThat(relay.maps()).isEqualTo(maps);
        }
    }

    /** Each with another port: what is said already need not be written. */
    private static ApiClient.Answer put(ApiClient api, int user) {
        int port = 1 + (int) (System.nanoTime() % 65_535);
        return api.send(
                "PUT",
                "/api/v1/users/" + user,
                "{\"destination\": {\"address\": \"198.51.100.7\", \"port\": %d}}".formatted(port));
    }

    private static void awaitStore(ApiClient management, String status) {
        await().atMost(PATIENCE)
                .until(
                        () -> management
                                .send("GET", "/ready")
                                .json()
                                .at("/components/store/status")
                                .asString(),
                        status::equals);
    }
}
