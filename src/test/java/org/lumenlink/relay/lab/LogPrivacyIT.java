package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.client.RelayClient;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.libbpf.NetworkNamespace;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.TestSecrets;

/** The packaged relay, with its log as talkative as it gets: what it writes tells of no ticket, key or client. */
@RequiresBpf
class LogPrivacyIT {

    private static final long USER = 7001;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WRONG_KEY = "lumenlink_ThisIsNoKeyOfAnybodyButItLooksLikeOne0123456";
    private static final List<String> CLIENTS = List.of("10.201.0.10", "10.201.0.11");

    @Test
    void logWhenEverythingIsLoggedThenHasNoTicketKeyOrClientAddress() throws Exception {
        try (TestLab testLab = TestLab.up()) {
            Lab lab = testLab.run("--logging.level.org.lumenlink=trace", "--lumenlink.relay.sweep-interval=1s");
            try (RelayApi api = new RelayApi(lab)) {
                InetSocketAddress destination = lab.destination(Family.IPV4, 9);
                // So few that the program tells of the user's limits, which is logged.
                api.register(USER, destination, new Limits(1, 1, 1_000_000, 1_000_000));
                RelayApi.Token token = api.issue(USER, Duration.ofMinutes(5));
                Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
                String ticket = base64.encodeToString(token.credentials().ticket());
                String sessionKey = base64.encodeToString(token.credentials().sessionKey());
                List<String> secrets = List.of(ticket, sessionKey, lab.apiKey(), WRONG_KEY);
                secrets.forEach(TestSecrets::note);

                sendFromTwoAddresses(lab, token);
                for (String secret : secrets) {
                    putInEveryWrongPlace(lab, secret);
                }
                Path log = testLab.folder().resolve("relay.log");
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(Files.readString(log)).contains("has come to its limits"));

                for (Path written : written(testLab.folder())) {
                    assertThat(Files.readString(written))
                            .as(written.getFileName().toString())
                            .isNotEmpty()
                            .doesNotContain(secrets)
                            .doesNotContain(CLIENTS);
                }
            }
        }
    }

    private static void sendFromTwoAddresses(Lab lab, RelayApi.Token token) throws Exception {
        NetworkNamespace clients = NetworkNamespace.named(lab.clientNamespace());
        try (RelayClient client = clients.call(() -> RelayClient.open(lab.relay(Family.IPV4), token.credentials()));
                DatagramChannel elsewhere =
                        clients.call(() -> DatagramChannel.open().bind(new InetSocketAddress(CLIENTS.getLast(), 0)))) {
            for (int i = 0; i < 20; i++) {
                client.send(new byte[10]);
                elsewhere.send(ByteBuffer.wrap(client.datagram(new byte[10])), lab.relay(Family.IPV4));
                elsewhere.send(ByteBuffer.wrap(new byte[60]), lab.relay(Family.IPV4));
            }
        }
    }

    private static void putInEveryWrongPlace(Lab lab, String secret) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String key = lab.apiKey();
            String user = "/api/v1/users/" + USER;
            List<HttpRequest> requests = List.of(
                    request(lab, user, "Bearer " + secret).build(),
                    request(lab, user, "Basic " + secret).build(),
                    request(lab, user, secret).build(),
                    request(lab, "/api/v1/users/" + secret, "Bearer " + key).build(),
                    request(lab, "/api/v1/" + secret, "Bearer " + key).build(),
                    request(lab, user + "?label=" + secret, "Bearer " + key).build(),
                    request(lab, user, "Bearer " + key)
                            .header("If-Match", secret)
                            .build(),
                    request(lab, user, "Bearer " + key)
                            .header("X-Forwarded-For", CLIENTS.getFirst())
                            .header("Cookie", "key=" + secret)
                            .build(),
                    request(lab, user, "Bearer " + key)
                            .PUT(BodyPublishers.ofString("{\"" + secret + "\": \"" + secret + "\"}"))
                            .build(),
                    request(lab, user, "Bearer " + key)
                            .PUT(BodyPublishers.ofString(secret))
                            .build(),
                    request(lab, user + "/tokens", "Bearer " + key)
                            .POST(BodyPublishers.ofString("{\"ttlSeconds\": \"" + secret + "\"}"))
                            .build());
            for (HttpRequest request : requests) {
                http.send(request, BodyHandlers.ofString());
            }
        }
    }

    private static HttpRequest.Builder request(Lab lab, String path, String authorization) {
        return HttpRequest.newBuilder(URI.create(lab.api() + path))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json");
    }

    /** Returns the relay's log, and its audit log. */
    private static List<Path> written(Path folder) throws Exception {
        try (Stream<Path> audit = Files.list(folder.resolve("data/audit"))) {
            return Stream.concat(
                            Stream.of(folder.resolve("relay.log")),
                            audit.filter(path -> path.toString().endsWith(".jsonl")))
                    .toList();
        }
    }
}
