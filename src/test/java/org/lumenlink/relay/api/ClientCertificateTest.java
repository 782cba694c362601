package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.api.RefusedRequests.GOOD;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.support.Shell;
import tools.jackson.databind.JsonNode;

/** Certificates of clients, over real TLS: whose subject the settings name is let in; renewed files are taken as they come. */
class ClientCertificateTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    static Certificates ours;
    static Path key;
    static Path certificate;
    static OwnWebLayer relay;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        ours = new Certificates(folder, "ours");
        ours.issue("server", "/CN=relay-1");
        ours.issue("renewed", "/CN=relay-2");
        ours.issue("operator", "/O=Example/CN=deploy");
        ours.issue("stranger", "/O=Example/CN=stranger");
        new Certificates(folder, "others").issue("impostor", "/O=Example/CN=deploy");
        key = folder.resolve("relay.key");
        certificate = folder.resolve("relay.crt");
        ours.install("server", key, certificate);
        String bundle = "--spring.ssl.bundle.pem.relay.";
        relay = new OwnWebLayer(
                Files.createDirectory(folder.resolve("data")),
                "--server.ssl.bundle=relay",
                "--server.ssl.client-auth=want",
                bundle + "keystore.certificate=file:" + certificate,
                bundle + "keystore.private-key=file:" + key,
                bundle + "truststore.certificate=file:" + ours.certificate(),
                bundle + "reload-on-update=true",
                "--spring.ssl.bundle.watch.file.quiet-period=100ms",
                "--lumenlink.relay.access.client-certificates[0].subject=CN=deploy,O=Example",
                "--lumenlink.relay.access.client-certificates[0].role=operator");
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    @Test
    void certificateWhenItsSubjectIsKnownThenMayDoWhatItsRoleMay() throws Exception {
        ApiClient caller = client(null, "operator");

        assertThat(caller.send("PUT", USER, GOOD).status()).isIn(200, 201);
        assertThat(caller.send("GET", USER).status()).isEqualTo(200);
        assertThat(caller.send("GET", "/api/v1/audit").status()).isEqualTo(403);

        JsonNode latest = client(relay.adminKey())
                .send("GET", "/api/v1/audit?limit=1")
                .json()
                .at("/entries/0/caller");
        assertThat(latest.at("/kind").asString()).isEqualTo("certificate");
        assertThat(latest.at("/id").asString()).isEqualTo("CN=deploy,O=Example");
    }

    @Test
    void certificateWhenItsSubjectIsUnknownThenUnauthorized() throws Exception {
        assertThat(client(null, "stranger").send("GET", USER).status()).isEqualTo(401);
    }

    /** Java shows a certificate only to who asks for one of its authority; curl shows it to everybody. */
    @Test
    void certificateWhenSignedByOthersThenNoConnection() {
        assertThat(curl("operator")).contains("\"users\"");
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> curl("impostor"));
    }

    @Test
    void keyWhenSentOverTlsThenStillValidAndCountsBeforeTheCertificate() throws Exception {
        assertThat(client(relay.adminKey()).send("GET", "/api/v1/audit").status())
                .isEqualTo(200);
        assertThat(client(relay.adminKey(), "operator")
                        .send("GET", "/api/v1/audit")
                        .status())
                .isEqualTo(200);
        assertThat(client("wrong", "operator").send("GET", USER).status()).isEqualTo(401);
        assertThat(client(null).send("GET", USER).status()).isEqualTo(401);
    }

    @Test
    void answerWhenOverTlsThenDemandsTlsFromNowOn() throws Exception {
        assertThat(client(null).send("GET", USER).header("Strict-Transport-Security"))
                .contains("max-age=");
    }

    @Test
    void filesWhenRenewedThenShownToNewConnectionsWithoutARestart() throws Exception {
        assertThat(subject()).isEqualTo("CN=relay-1");

        ours.install("renewed", key, certificate);

        Instant deadline = Instant.now().plus(PATIENCE);
        while (!subject().equals("CN=relay-2") && Instant.now().isBefore(deadline)) {
            Thread.onSpinWait();
        }
        assertThat(subject()).isEqualTo("CN=relay-2");
        assertThat(client(relay.adminKey()).send("GET", "/api/v1/users").status())
                .isEqualTo(200);
        ours.install("server", key, certificate);
    }

    private static String curl(String name) {
        return Shell.line("curl -sS --cacert %s --cert %s --key %s %s/api/v1/users"
                .formatted(ours.certificate(), folder.resolve(name + ".crt"), folder.resolve(name + ".key"), base()));
    }

    /** Returns whose certificate the relay shows to a new connection. */
    private static String subject() throws IOException, GeneralSecurityException {
        try (SSLSocket socket = (SSLSocket) ours.context().getSocketFactory().createSocket("127.0.0.1", relay.port())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    private static ApiClient client(@Nullable String apiKey, String... shown)
            throws IOException, GeneralSecurityException {
        return new ApiClient(base(), apiKey, https(ours.context(shown)));
    }

    private static HttpClient https(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static String base() {
        return "https://127.0.0.1:" + relay.port();
    }
}
