package org.lumenlink.relay.lab.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What users are registered with: a destination of their own, and the defaults. */
final class Registration {

    private static final int PORT = 51_820;

    private Registration() {}

    /** Returns the body of a PUT. */
    static byte[] body(int userId) {
        return ("{" + destination(userId, PORT)).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the body that registers users 1 to {@code users} in one call. */
    static byte[] lines(int users) {
        return lines(users, PORT);
    }

    /** Returns the body that replaces them all by others. */
    static byte[] otherLines(int users) {
        return lines(users, PORT + 1);
    }

    private static byte[] lines(int users, int port) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int userId = 1; userId <= users; userId++) {
            lines.writeBytes("{\"userId\":%d,%s\n"
                    .formatted(userId, destination(userId, port))
                    .getBytes(StandardCharsets.UTF_8));
        }
        return lines.toByteArray();
    }

    private static String destination(int userId, int port) {
        return "\"destination\":{\"address\":\"%s\",\"port\":%d}}"
                .formatted(IpVersion.V4.destination(userId).getHostAddress(), port);
    }
}
