package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.lumenlink.relay.api.RefusedRequests.GOOD;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.support.Shell;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Certificates of clients, over real TLS: whose subject the settings name is let in; renewed files are taken as they come. */
@ExtendWith(OutputCaptureExtension.class)
class ClientCertificateTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    static Certificates ours;
    static Certificates others;
    static Path clientsAuthority;
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
        others = new Certificates(folder, "others");
        others.issue("impostor", "/O=Example/CN=deploy");
        key = folder.resolve("relay.key");
        certificate = folder.resolve("relay.crt");
        ours.mount("server", key, certificate);
        clientsAuthority = folder.resolve("clients-ca.crt");
        ours.installAuthority(clientsAuthority);
        String bundle = "--spring.ssl.bundle.pem.relay.";
        relay = new OwnWebLayer(
                Files.createDirectory(folder.resolve("data")),
                "--server.ssl.bundle=relay",
                "--server.ssl.client-auth=want",
                bundle + "keystore.certificate=file:" + certificate,
                bundle + "keystore.private-key=file:" + key,
                bundle + "keystore.verify-keys=true",
                bundle + "truststore.certificate=file:" + clientsAuthority,
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

    /** Both ways to renew them: links that are turned, and files that are replaced. */
    @Test
    void filesWhenRenewedThenShownToNewConnectionsWhileOldOnesGoOn() throws Exception {
        ours.mount("server", key, certificate);
        awaitSubject("CN=relay-1");
        try (SSLSocket open = connect()) {
            assertThat(ask(open)).isEqualTo("HTTP/1.1 200 ");

            ours.mount("renewed", key, certificate);
            awaitSubject("CN=relay-2");
            assertThat(client(relay.adminKey()).send("GET", "/api/v1/users").status())
                    .isEqualTo(200);

            ours.install("server", key, certificate);
            awaitSubject("CN=relay-1");
            assertThat(ask(open)).isEqualTo("HTTP/1.1 200 ");
        }
    }

    @Test
    void keyWhenReplacedWithoutItsCertificateThenTheFormerPairGoesOn(CapturedOutput log) throws Exception {
        ours.install("server", key, certificate);
        awaitSubject("CN=relay-1");

        ours.installKey("renewed", key);
        await().atMost(PATIENCE).until(() -> log.getAll().contains("matches none of the certificates"));
        assertThat(subject()).isEqualTo("CN=relay-1");

        ours.installCertificate("renewed", certificate);
        awaitSubject("CN=relay-2");
    }

    @Test
    void authorityOfClientsWhenReplacedThenItsClientsAreLetInAndThoseOfTheFormerAreNot() throws Exception {
        others.installAuthority(clientsAuthority);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> curl("impostor").contains("\"users\""));
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> curl("operator"));

        ours.installAuthority(clientsAuthority);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> curl("operator").contains("\"users\""));
    }

    @Test
    void managementPortWhenTheApiHasTlsThenStillAnswersProbesWithoutIt() {
        assertThat(relay.management().send("GET", "/health").status()).isEqualTo(200);
    }

    private static String curl(String name) {
        return Shell.line("curl -sS --cacert %s --cert %s --key %s %s/api/v1/users"
                .formatted(ours.certificate(), folder.resolve(name + ".crt"), folder.resolve(name + ".key"), base()));
    }

    /** Returns whose certificate the relay shows to a new connection. */
    private static String subject() throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect()) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    private static void awaitSubject(String subject) {
        await().atMost(PATIENCE).until(() -> subject().equals(subject));
    }

    private static SSLSocket connect() throws IOException, GeneralSecurityException {
        return (SSLSocket) ours.context().getSocketFactory().createSocket("127.0.0.1", relay.port());
    }

    /** Asks over a connection that stays open, and returns the first line of the answer. */
    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("HEAD /api/v1/users HTTP/1.1\r\nHost: relay\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(relay.adminKey())
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("connection closed after: " + answer).isNotNegative();
            answer.append((char) next);
        }
        return answer.substring(0, answer.indexOf("\r\n"));
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
