package org.lumenlink.relay.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.relay.PreconditionFailedException;
import org.lumenlink.relay.relay.RegistryFullException;
import org.lumenlink.relay.relay.StoreFailure;
import org.lumenlink.relay.relay.UnknownInterfaceException;
import org.lumenlink.relay.relay.UnknownNetworkException;
import org.lumenlink.relay.relay.UnknownUserException;
import org.lumenlink.relay.relay.UserDisabledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Answers every error as a problem (RFC 9457). */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private static final Set<String> IN_PATH = Set.of("userId", "cidr");

    @ExceptionHandler
    ResponseEntity<Object> invalidValue(InvalidValueException e, HttpServletRequest request) {
        List<Problem.Field> fields = e.errors().stream()
                .map(error -> new Problem.Field(error.field(), error.message()))
                .toList();
        // What is part of the path makes the request malformed, not its content.
        boolean inPath = fields.stream().anyMatch(field -> IN_PATH.contains(field.field()));
        return answer(
                inPath ? HttpStatus.BAD_REQUEST : HttpStatus.UNPROCESSABLE_CONTENT,
                String.valueOf(e.getMessage()),
                fields,
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> malformed(MalformedRequestException e, HttpServletRequest request) {
        return answer(HttpStatus.BAD_REQUEST, e.detail(), e.fields(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> malformedJson(JacksonException e, HttpServletRequest request) {
        List<Problem.Field> fields = JsonErrors.fields(e);
        String detail = fields.isEmpty()
                ? JsonErrors.detail(e)
                : fields.stream()
                        .map(field -> field.field() + " " + field.message())
                        .collect(Collectors.joining("; "));
        return answer(HttpStatus.BAD_REQUEST, detail, fields, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unknownUser(UnknownUserException e, HttpServletRequest request) {
        return answer(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()), List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unknownNetwork(UnknownNetworkException e, HttpServletRequest request) {
        return answer(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()), List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unknownInterface(UnknownInterfaceException e, HttpServletRequest request) {
        return answer(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()), List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> disabledUser(UserDisabledException e, HttpServletRequest request) {
        return answer(
                HttpStatus.CONFLICT, e.getMessage() + ": enable it with PATCH {\"enabled\": true}", List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> preconditionFailed(PreconditionFailedException e, HttpServletRequest request) {
        return answer(
                HttpStatus.PRECONDITION_FAILED,
                e.getMessage() + ": read it again, and use the ETag of that answer",
                List.of(),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> registryFull(RegistryFullException e, HttpServletRequest request) {
        return answer(HttpStatus.INSUFFICIENT_STORAGE, String.valueOf(e.getMessage()), List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> bodyTooLarge(BodyTooLargeException e, HttpServletRequest request) {
        String detail = String.valueOf(e.getMessage());
        return answer(
                HttpStatus.CONTENT_TOO_LARGE,
                detail,
                List.of(new Problem.Field("body", detail.replaceFirst("^the body ", ""))),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> keyRequired(AuthenticationException e, HttpServletRequest request) {
        boolean sent = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        String detail = sent
                ? "the API key is not known to the relay: send Authorization: Bearer <key> with one that is"
                : "no API key was sent: send Authorization: Bearer <key>";
        Problem problem = Problem.of(HttpStatus.UNAUTHORIZED, detail, request.getRequestURI())
                .withErrors(List.of(new Problem.Field(
                        HttpHeaders.AUTHORIZATION, "must be Bearer <key>, with a key that the relay knows")));
        return problem.response()
                .header(HttpHeaders.WWW_AUTHENTICATE, sent ? "Bearer error=\"invalid_token\"" : "Bearer")
                .body(problem);
    }

    @ExceptionHandler
    ResponseEntity<Object> roleRequired(AccessDeniedException e, HttpServletRequest request) {
        String needed = e instanceof AuthorizationDeniedException denied
                        && denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision
                ? roles(decision.getAuthorities())
                : "another role";
        return answer(HttpStatus.FORBIDDEN, "this needs an API key of role " + needed, List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> rejected(RequestRejectedException e, HttpServletRequest request) {
        return answer(
                HttpStatus.BAD_REQUEST,
                "the path or a header has characters that the relay does not take",
                List.of(),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> failed(Exception e, HttpServletRequest request) {
        return StoreFailure.in(e)
                .map(failure -> storeFailed(failure, e, request))
                .orElseGet(() -> unexpected(e, request));
    }

    private static ResponseEntity<Object> storeFailed(StoreFailure failure, Exception e, HttpServletRequest request) {
        log.error("{} {} failed: {}", request.getMethod(), request.getRequestURI(), failure.message());
        log.debug("The store failed", e);
        return answer(
                failure.isFull() ? HttpStatus.INSUFFICIENT_STORAGE : HttpStatus.SERVICE_UNAVAILABLE,
                failure.message(),
                List.of(),
                request);
    }

    private static ResponseEntity<Object> unexpected(Exception e, HttpServletRequest request) {
        String errorId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        log.error("Error {}: {} {} failed", errorId, request.getMethod(), request.getRequestURI(), e);
        Problem problem = Problem.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "the relay failed to answer; its log says why under error " + errorId,
                        request.getRequestURI())
                .withErrorId(errorId);
        return problem.response().body(problem);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (e.getCause() instanceof JacksonException json) {
            return malformedJson(json, servletRequest(request));
        }
        return problem("the body must be a JSON object", headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Throwable root = e.getMostSpecificCause();
        if (root instanceof MalformedRequestException malformed) {
            return malformed(malformed, servletRequest(request));
        }
        return super.handleTypeMismatch(e, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String wanted =
                e.getSupportedMediaTypes().stream().map(MediaType::toString).collect(Collectors.joining(" or "));
        return problem("the body must be sent with Content-Type: " + wanted, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpRequestMethodNotSupported(
            HttpRequestMethodNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Set<HttpMethod> supported = e.getSupportedHttpMethods();
        String methods = supported == null
                ? "another method"
                : supported.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
        return problem(e.getMethod() + " is not possible here: use " + methods, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (status.is5xxServerError()) {
            return failed(e, servletRequest(request));
        }
        return problem(detail(status), headers, status, request);
    }

    /** Returns what to say of an error that carries nothing better. */
    static String detail(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> "there is nothing at this path; /v3/api-docs lists what there is";
            case 406 -> "the answer is JSON: send Accept: application/json, or no Accept at all";
            default -> "the request cannot be understood; /v3/api-docs says what it must be like";
        };
    }

    private static String roles(Collection<GrantedAuthority> authorities) {
        return authorities.stream()
                .map(authority -> String.valueOf(authority.getAuthority()))
                .map(authority -> authority.replaceFirst("^ROLE_", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }

    private static ResponseEntity<Object> answer(
            HttpStatus status, String detail, List<Problem.Field> fields, HttpServletRequest request) {
        Problem problem = Problem.of(status, detail, request.getRequestURI()).withErrors(fields);
        return problem.response().body(problem);
    }

    private static ResponseEntity<Object> problem(
            String detail, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Problem problem = Problem.of(status, detail, servletRequest(request).getRequestURI());
        return problem.response().headers(headers).body(problem);
    }

    private static HttpServletRequest servletRequest(WebRequest request) {
        return ((ServletWebRequest) request).getRequest();
    }
}
