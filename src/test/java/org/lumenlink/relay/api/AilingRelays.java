package org.lumenlink.relay.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.lumenlink.relay.api.ApiDescription.Operation;
import org.lumenlink.relay.support.Teardown;
import org.lumenlink.relay.support.TestDisk;

/** Relays that something is wrong with, for answers that are given only then. */
final class AilingRelays implements AutoCloseable {

    private static final int PATIENCE = 200;
    private static final Duration BODY_TIMEOUT = Duration.ofMillis(300);
    private static final String UNKNOWN_ROLE = "lumenlink_of-a-role-that-is-none";
    private static final String JWT = "--spring.security.oauth2.resourceserver.jwt.";

    private final Teardown teardown = new Teardown();

    /** Lets a key ask once a second. */
    private final ApiClient busy;

    /** Waits for a body that long only. */
    private final ApiClient impatient;

    /** Cannot reach the issuer of its tokens, and has a key in its registry whose role is none. */
    private final ApiClient confused;

    private final String token;

    /** Has lost a table of its registry. */
    private final ApiClient illiterate;

    private final TestDisk disk;

    /** Has its data on that small disk. */
    private final ApiClient cramped;

    AilingRelays(Path folder) throws IOException {
        try {
            busy = webLayer(folder.resolve("busy"), "--lumenlink.relay.access.requests-per-second=1");
            impatient = webLayer(
                    folder.resolve("impatient"),
                    "--lumenlink.relay.api.body-timeout=" + BODY_TIMEOUT.toMillis() + "ms");
            FakeIssuer issuer = new FakeIssuer();
            issuer.close();
            token = issuer.sign(issuer.claims().build());
            confused = webLayer(
                    folder.resolve("confused"),
                    JWT + "issuer-uri=" + issuer.name(),
                    JWT + "jwk-set-uri=" + issuer.name() + "/keys",
                    JWT + "audiences=" + FakeIssuer.AUDIENCE);
            addKeyOfUnknownRole(folder.resolve("confused"));
            illiterate = webLayer(folder.resolve("illiterate"));
            change(folder.resolve("illiterate"), "ALTER TABLE api_key RENAME TO gone");
            disk = teardown.keep(TestDisk.inMemory(4096));
            cramped = teardown.keep(new RealRelay(disk.path())).api();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Has one of these relays answer an operation with a problem. */
    ApiClient.Answer provoke(Operation operation, String problem) {
        return switch (problem) {
            case "too-many-requests" -> tooMany(SampleRequests.of(confused, operation));
            // The pace is half of the timeout, and no body is sent by then.
            case "body-timeout" ->
                impatient.sendSlowly(SampleRequests.of(confused, operation), BODY_TIMEOUT.dividedBy(2));
            case "internal-error" -> confused.withKey(UNKNOWN_ROLE).send(SampleRequests.of(confused, operation));
            case "issuer-unavailable" -> confused.withKey(token).send(SampleRequests.of(confused, operation));
            case "registry-unavailable" -> illiterate.send(SampleRequests.of(confused, operation));
            case "registry-full" -> withoutRoom(operation);
            case "audit-unavailable" -> withoutAudit(operation);
            default -> throw new AssertionError("nobody knows how to provoke " + problem);
        };
    }

    private ApiClient.Answer tooMany(ApiRequest request) {
        // A stream that is let through would have no end.
        ApiRequest bounded = request.at(request.path().replace("/stream", "/stream?intervalSeconds=0"));
        ApiClient.Answer answer = busy.send(bounded);
        for (int i = 0; i < PATIENCE && answer.status() != 429; i++) {
            answer = busy.send(bounded);
        }
        return answer;
    }

    /** The first change after the disk is full finds no room in the registry, unless the audit log found none before. */
    private ApiClient.Answer withoutRoom(Operation operation) {
        ApiClient.Answer answer = sendWithFullDisk(operation);
        for (int i = 0; i < PATIENCE && answer.status() != 507; i++) {
            answer = sendWithFullDisk(operation);
        }
        return answer;
    }

    private ApiClient.Answer sendWithFullDisk(Operation operation) {
        SampleRequests.prepare(cramped);
        ApiRequest request = SampleRequests.of(cramped, operation);
        if (request.method().equals("PUT") && request.body() == null) {
            // To deny what is denied changes nothing.
            cramped.send("DELETE", request.path());
        }
        disk.fill();
        try {
            return cramped.send(request);
        } finally {
            disk.empty();
        }
    }

    private ApiClient.Answer withoutAudit(Operation operation) {
        SampleRequests.prepare(cramped);
        ApiRequest request = SampleRequests.of(cramped, operation);
        disk.fill();
        try {
            for (int i = 0; i < PATIENCE && !isUnaudited(cramped.send("DELETE", "/api/v1/users/44")); i++) {
                // Each leaves an entry in the audit log, until there is no room for another.
            }
            return cramped.send(request);
        } finally {
            disk.empty();
        }
    }

    private static boolean isUnaudited(ApiClient.Answer answer) {
        return answer.response().body().contains("/audit-unavailable");
    }

    private ApiClient webLayer(Path dataDir, String... settings) throws IOException {
        Files.createDirectories(dataDir);
        return teardown.keep(new OwnWebLayer(dataDir, settings)).api();
    }

    private static void addKeyOfUnknownRole(Path dataDir) {
        try (Connection database = connect(dataDir);
                Statement statement = database.createStatement()) {
            statement.execute("PRAGMA ignore_check_constraints = ON");
            try (PreparedStatement insert = database.prepareStatement(
                    "INSERT INTO api_key (hash, role, name, created_at) VALUES (?, 'auditor', 'test', 0)")) {
                insert.setBytes(1, MessageDigest.getInstance("SHA-256").digest(UNKNOWN_ROLE.getBytes(UTF_8)));
                insert.executeUpdate();
            }
        } catch (SQLException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void change(Path dataDir, String sql) {
        try (Connection database = connect(dataDir);
                Statement statement = database.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Connection connect(Path dataDir) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("relay.db"));
    }

    @Override
    public void close() {
        teardown.close();
    }
}
