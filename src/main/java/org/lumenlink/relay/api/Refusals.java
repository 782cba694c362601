package org.lumenlink.relay.api;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.relay.PreconditionFailedException;
import org.lumenlink.relay.relay.RegistryFullException;
import org.lumenlink.relay.relay.RelayDrainingException;
import org.lumenlink.relay.relay.RotationRefusedException;
import org.lumenlink.relay.relay.StoreFailure;
import org.lumenlink.relay.relay.UnknownInterfaceException;
import org.lumenlink.relay.relay.UnknownNetworkException;
import org.lumenlink.relay.relay.UnknownUserException;
import org.lumenlink.relay.relay.UserDisabledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Says which problem an exception is, of a request or of a line of one. */
final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private static final Set<String> IN_PATH = Set.of("userId", "cidr");

    private Refusals() {}

    /**
     * Returns the problem. One that nobody foresaw is logged, and the problem says where to find it.
     *
     * @param json what the JSON of the request is called, such as {@code the body}
     * @param instance path of the request
     */
    static Problem problem(Exception e, String json, @Nullable String instance) {
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case InvalidValueException invalid -> invalid(invalid, message, instance);
            case MalformedRequestException malformed ->
                Problem.of(ProblemType.MALFORMED_REQUEST, malformed.detail(), instance)
                        .withErrors(malformed.fields());
            case JacksonException jackson -> malformed(jackson, json, instance);
            case UnknownUserException unknown -> Problem.of(ProblemType.NOT_FOUND, message, instance);
            case UnknownNetworkException unknown -> Problem.of(ProblemType.NOT_FOUND, message, instance);
            case UnknownInterfaceException unknown -> Problem.of(ProblemType.NOT_FOUND, message, instance);
            case UserDisabledException disabled ->
                Problem.of(ProblemType.USER_DISABLED, message + ": enable it with PATCH {\"enabled\": true}", instance);
            case RotationRefusedException refused -> Problem.of(ProblemType.ROTATION_REFUSED, message, instance);
            case PreconditionFailedException failed ->
                Problem.of(
                        ProblemType.PRECONDITION_FAILED,
                        message + ": read it again, and use the ETag of that answer",
                        instance);
            case RelayDrainingException draining -> Problem.of(ProblemType.RELAY_DRAINING, message, instance);
            case TooManyStreamsException many -> Problem.of(ProblemType.TOO_MANY_STREAMS, message, instance);
            case RegistryFullException full -> Problem.of(ProblemType.REGISTRY_FULL, message, instance);
            case BodyTooLargeException large ->
                Problem.of(ProblemType.BODY_TOO_LARGE, json + " " + message, instance)
                        .withErrors(List.of(new Problem.Field("body", message)));
            case BodyTimeoutException late ->
                Problem.of(ProblemType.BODY_TIMEOUT, json + " " + message, instance)
                        .withErrors(List.of(new Problem.Field("body", message)));
            default ->
                StoreFailure.in(e)
                        .map(failure -> storeFailed(failure, e, instance))
                        .orElseGet(() -> unforeseen(e, instance));
        };
    }

    private static Problem invalid(InvalidValueException e, String message, @Nullable String instance) {
        List<Problem.Field> fields = e.errors().stream()
                .map(error -> new Problem.Field(error.field(), error.message()))
                .toList();
        // What is part of the path makes the request malformed, not its content.
        boolean inPath = fields.stream().anyMatch(field -> IN_PATH.contains(field.field()));
        return Problem.of(inPath ? ProblemType.MALFORMED_REQUEST : ProblemType.INVALID_VALUE, message, instance)
                .withErrors(fields);
    }

    private static Problem malformed(JacksonException e, String json, @Nullable String instance) {
        List<Problem.Field> fields = JsonErrors.fields(e);
        String detail = fields.isEmpty()
                ? JsonErrors.detail(e, json)
                : fields.stream()
                        .map(field -> field.field() + " " + field.message())
                        .collect(Collectors.joining("; "));
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail, instance).withErrors(fields);
    }

    private static Problem storeFailed(StoreFailure failure, Exception e, @Nullable String instance) {
        log.error("{} failed: {}", instance, failure.message());
        log.debug("The store failed", e);
        return Problem.of(
                failure.isFull() ? ProblemType.REGISTRY_FULL : ProblemType.REGISTRY_UNAVAILABLE,
                failure.message(),
                instance);
    }

    private static Problem unforeseen(Exception e, @Nullable String instance) {
        String errorId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        log.error("Error {}: {} failed", errorId, instance, e);
        return Problem.of(
                        ProblemType.INTERNAL_ERROR,
                        "the relay failed to answer; its log says why under error " + errorId,
                        instance)
                .withErrorId(errorId);
    }
}
