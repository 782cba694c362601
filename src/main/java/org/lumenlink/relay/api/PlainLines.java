package org.lumenlink.relay.api;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the lines that bulks are made of token by token. Binding them to Java takes several times as long, most of all after
 * a start, while it is being compiled. What is not just as described (a null, a field of another type, one that is not
 * known) is not read here, since binding tells what is wrong with it.
 */
final class PlainLines {

    private final JsonMapper mapper;

    PlainLines(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Returns what a line says, or null if somebody else has to read it. */
    @Nullable BulkLine read(String text) {
        try (JsonParser json = mapper.createParser(text)) {
            BulkLine line = line(json);
            return json.nextToken() == null ? line : null;
        } catch (NotPlainException | JacksonException e) {
            return null;
        }
    }

    private static BulkLine line(JsonParser json) {
        Long userId = null;
        DestinationBody destination = null;
        RateLimitBody rateLimit = null;
        Boolean enabled = null;
        String label = null;
        Long maxSessions = null;
        expect(json, JsonToken.START_OBJECT);
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "userId" -> userId = number(json);
                case "destination" -> destination = destination(json);
                case "rateLimit" -> rateLimit = rateLimit(json);
                case "enabled" -> enabled = bool(json);
                case "label" -> label = string(json);
                case "maxSessions" -> maxSessions = number(json);
                default -> throw new NotPlainException();
            }
        }
        return new BulkLine(userId, destination, rateLimit, enabled, label, maxSessions);
    }

    private static DestinationBody destination(JsonParser json) {
        String address = null;
        Long port = null;
        expect(json, JsonToken.START_OBJECT);
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "address" -> address = string(json);
                case "port" -> port = number(json);
                default -> throw new NotPlainException();
            }
        }
        return new DestinationBody(address, port);
    }

    private static RateLimitBody rateLimit(JsonParser json) {
        Long packetsPerSecond = null;
        Long burstPackets = null;
        Long bytesPerSecond = null;
        Long burstBytes = null;
        expect(json, JsonToken.START_OBJECT);
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "packetsPerSecond" -> packetsPerSecond = number(json);
                case "burstPackets" -> burstPackets = number(json);
                case "bytesPerSecond" -> bytesPerSecond = number(json);
                case "burstBytes" -> burstBytes = number(json);
                default -> throw new NotPlainException();
            }
        }
        return new RateLimitBody(packetsPerSecond, burstPackets, bytesPerSecond, burstBytes);
    }

    private static long number(JsonParser json) {
        expect(json, JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private static String string(JsonParser json) {
        expect(json, JsonToken.VALUE_STRING);
        return json.getString();
    }

    private static boolean bool(JsonParser json) {
        json.nextToken();
        return json.getBooleanValue();
    }

    private static void expect(JsonParser json, JsonToken token) {
        if (json.nextToken() != token) {
            throw new NotPlainException();
        }
    }

    /** Never leaves this class. */
    private static final class NotPlainException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        NotPlainException() {
            super(null, null, false, false);
        }
    }
}
