package org.lumenlink.relay.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
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

    private static final String BODY = "the body";

    @ExceptionHandler
    ResponseEntity<Object> refused(Exception e, HttpServletRequest request) {
        Problem problem = Refusals.problem(e, BODY, request.getRequestURI());
        return problem.response().body(problem);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (e.getCause() instanceof JacksonException json) {
            return refused(json, servletRequest(request));
        }
        return problem(BODY + " must be a JSON object", headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Throwable root = e.getMostSpecificCause();
        if (root instanceof MalformedRequestException malformed) {
            return refused(malformed, servletRequest(request));
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
            return refused(e, servletRequest(request));
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

    private static ResponseEntity<Object> problem(
            String detail, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Problem problem = Problem.of(status, detail, servletRequest(request).getRequestURI());
        return problem.response().headers(headers).body(problem);
    }

    private static HttpServletRequest servletRequest(WebRequest request) {
        return ((ServletWebRequest) request).getRequest();
    }
}
