package org.lumenlink.relay.lab;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Registers, changes and removes users of a range of ids at random, and remembers what the relay has acknowledged. The
 * one change that had no answer when the relay died may have been made or not.
 */
final class Registrations {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final long firstId;
    private final int ids;
    private final Random random;
    private final Map<Long, Registration> acknowledged = new TreeMap<>();
    private final AtomicInteger answers;
    private @Nullable Change pending;

    /**
     * @param firstId of the range
     * @param ids how many
     * @param answers counts what was acknowledged
     */
    Registrations(long firstId, int ids, AtomicInteger answers) {
        this.firstId = firstId;
        this.ids = ids;
        this.random = new Random(firstId);
        this.answers = answers;
    }

    /** Changes one after the other until the relay no longer answers. */
    void change(Lab lab) throws InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build()) {
            String key = lab.apiKey();
            while (true) {
                Change next = next();
                pending = next;
                int status = send(http, lab, key, next).statusCode();
                if (status / 100 != 2) {
                    throw new AssertionError(next + " was answered with status " + status);
                }
                next.make(acknowledged);
                pending = null;
                answers.incrementAndGet();
            }
        } catch (IOException e) {
            // The relay is gone.
        }
    }

    /**
     * Returns the users that must be there; of the change that had no answer, takes whatever became of it.
     *
     * @param found what the relay has
     */
    Map<Long, Registration> expected(Map<Long, Registration> found) {
        Change unanswered = pending;
        if (unanswered != null) {
            Map<Long, Registration> made = new HashMap<>(acknowledged);
            unanswered.make(made);
            if (Registration.equal(made.get(unanswered.id()), found.get(unanswered.id()))) {
                unanswered.make(acknowledged);
            }
            pending = null;
        }
        return acknowledged;
    }

    private Change next() {
        long id = firstId + random.nextInt(ids);
        if (acknowledged.containsKey(id) && random.nextInt(4) == 0) {
            return new Change(id, null);
        }
        return new Change(
                id,
                new Registration(
                        "198.51.100." + random.nextInt(256),
                        1 + random.nextInt(65_535),
                        random.nextBoolean(),
                        random.nextBoolean() ? 1 + random.nextInt(1_000_000) : 0));
    }

    private static HttpResponse<String> send(HttpClient http, Lab lab, String key, Change change)
            throws IOException, InterruptedException {
        Registration wanted = change.wanted();
        HttpRequest.Builder request = HttpRequest.newBuilder(lab.api().resolve("/api/v1/users/" + change.id()))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
        return http.send(
                wanted == null
                        ? request.DELETE().build()
                        : request.PUT(BodyPublishers.ofString(wanted.json())).build(),
                BodyHandlers.ofString());
    }

    /** What becomes of a user: this, or null for its removal. */
    private record Change(long id, @Nullable Registration wanted) {

        void make(Map<Long, Registration> users) {
            if (wanted == null) {
                users.remove(id);
            } else {
                users.put(id, wanted);
            }
        }
    }

    /**
     * What a user was registered with.
     *
     * @param packetsPerSecond of its own limit, or 0 if it has none
     */
    record Registration(String address, int port, boolean enabled, long packetsPerSecond) {

        static Registration of(JsonNode user) {
            return new Registration(
                    user.at("/destination/address").asString(),
                    user.at("/destination/port").asInt(),
                    user.required("enabled").asBoolean(),
                    user.required("rateLimitIsDefault").asBoolean()
                            ? 0
                            : user.at("/rateLimit/packetsPerSecond").asLong());
        }

        static boolean equal(@Nullable Registration one, @Nullable Registration other) {
            return one == null ? other == null : one.equals(other);
        }

        String json() {
            var user = JSON.createObjectNode().put("enabled", enabled);
            user.putObject("destination").put("address", address).put("port", port);
            if (packetsPerSecond > 0) {
                user.putObject("rateLimit").put("packetsPerSecond", packetsPerSecond);
            }
            return user.toString();
        }
    }
}
