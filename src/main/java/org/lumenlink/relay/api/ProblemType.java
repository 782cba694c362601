package org.lumenlink.relay.api;

import java.util.Arrays;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** The kinds of problems that the API answers with. Where a status has several, the first is meant by the status alone. */
enum ProblemType {
    MALFORMED_REQUEST(400, "The request cannot be understood"),
    KEY_REQUIRED(401, "A valid API key is required"),
    ROLE_REQUIRED(403, "The API key does not allow this"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "The answer is not available in an accepted media type"),
    BODY_TIMEOUT(408, "The body took too long to come"),
    USER_DISABLED(409, "The user is disabled"),
    LAST_ADMIN_KEY(409, "The last admin key cannot be revoked"),
    ROTATION_REFUSED(409, "The token keys cannot be rotated now"),
    PRECONDITION_FAILED(412, "The user is not in the state that the request is for"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is of the wrong media type"),
    INVALID_VALUE(422, "A value is refused"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL_ERROR(500, "The relay failed"),
    REGISTRY_UNAVAILABLE(503, "The registry cannot be read or written"),
    AUDIT_UNAVAILABLE(503, "The audit log cannot be written"),
    RELAY_DRAINING(503, "The relay is draining"),
    TOO_MANY_STREAMS(503, "There are too many streams"),
    ISSUER_UNAVAILABLE(503, "The issuer of the token cannot be asked"),
    REGISTRY_FULL(507, "The relay has no room for more"),
    /** What the HTTP server answers on its own, such as 505. */
    OTHER(0, "");

    private static final String BASE = "https://lumenlink.org/problems/";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    static ProblemType of(HttpStatusCode status) {
        return Arrays.stream(values())
                .filter(type -> type.status == status.value())
                .findFirst()
                .orElse(OTHER);
    }

    int status() {
        return status;
    }

    String uri() {
        return this == OTHER ? "about:blank" : BASE + slug();
    }

    String title(HttpStatusCode answered) {
        HttpStatus known = HttpStatus.resolve(answered.value());
        return this != OTHER || known == null ? title : known.getReasonPhrase();
    }

    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
