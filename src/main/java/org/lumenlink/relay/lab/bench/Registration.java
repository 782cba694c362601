package org.lumenlink.relay.lab.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What users are registered with: a destination of their own, and the defaults. */
final class Registration {

    private Registration() {}

    /** Returns the body of a PUT. */
    static byte[] body(int userId) {
        return ("{" + destination(userId)).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the body that registers users 1 to {@code users} in one call. */
    static byte[] lines(int users) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int userId = 1; userId <= users; userId++) {
            lines.writeBytes(
                    "{\"userId\":%d,%s\n".formatted(userId, destination(userId)).getBytes(StandardCharsets.UTF_8));
        }
        return lines.toByteArray();
    }

    private static String destination(int userId) {
        return "\"destination\":{\"address\":\"%s\",\"port\":51820}}"
                .formatted(IpVersion.V4.destination(userId).getHostAddress());
    }
}
