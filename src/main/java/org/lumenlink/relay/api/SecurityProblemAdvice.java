package org.lumenlink.relay.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.lumenlink.relay.security.AuditUnavailableException;
import org.lumenlink.relay.security.LastAdminKeyException;
import org.lumenlink.relay.security.TooManyRequestsException;
import org.lumenlink.relay.security.UnknownApiKeyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers as problems what has to do with who may do what. Asked before {@link ProblemAdvice}, which takes all. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class SecurityProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(SecurityProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Object> keyRequired(AuthenticationException e, HttpServletRequest request) {
        boolean sent = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        String detail = sent
                ? refusal(e) + ": send Authorization: Bearer <key> with one that is"
                : "no API key was sent: send Authorization: Bearer <key>";
        Problem problem = Problem.of(ProblemType.KEY_REQUIRED, detail, request.getRequestURI())
                .withErrors(List.of(new Problem.Field(
                        HttpHeaders.AUTHORIZATION, "must be Bearer <key>, with a key that the relay knows")));
        return problem.response()
                .header(HttpHeaders.WWW_AUTHENTICATE, sent ? "Bearer error=\"invalid_token\"" : "Bearer")
                .body(problem);
    }

    @ExceptionHandler
    ResponseEntity<Object> issuerUnavailable(AuthenticationServiceException e, HttpServletRequest request) {
        log.error(
                "Cannot check a token: {}",
                NestedExceptionUtils.getMostSpecificCause(e).toString());
        return answer(
                ProblemType.ISSUER_UNAVAILABLE,
                "the relay cannot get the keys of the token's issuer; its log says why",
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> auditUnavailable(AuditUnavailableException e, HttpServletRequest request) {
        return answer(ProblemType.AUDIT_UNAVAILABLE, String.valueOf(e.getMessage()), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> tooManyRequests(TooManyRequestsException e, HttpServletRequest request) {
        Problem problem = Problem.of(
                ProblemType.TOO_MANY_REQUESTS,
                "%s: ask again in %d s".formatted(e.getMessage(), e.seconds()),
                request.getRequestURI());
        return problem.response()
                .header(HttpHeaders.RETRY_AFTER, String.valueOf(e.seconds()))
                .body(problem);
    }

    @ExceptionHandler
    ResponseEntity<Object> roleRequired(AccessDeniedException e, HttpServletRequest request) {
        String needed = e instanceof AuthorizationDeniedException denied
                        && denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision
                ? roles(decision.getAuthorities())
                : "another role";
        return answer(ProblemType.ROLE_REQUIRED, "this needs an API key of role " + needed, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> rejected(RequestRejectedException e, HttpServletRequest request) {
        return answer(
                ProblemType.MALFORMED_REQUEST,
                "the path or a header has characters that the relay does not take",
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unknownApiKey(UnknownApiKeyException e, HttpServletRequest request) {
        return answer(ProblemType.NOT_FOUND, String.valueOf(e.getMessage()), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> lastAdminKey(LastAdminKeyException e, HttpServletRequest request) {
        return answer(
                ProblemType.LAST_ADMIN_KEY,
                e.getMessage() + ": make another first, or nobody could make keys any more",
                request);
    }

    /** Says why a token is refused where that is a matter of its claims, which its holder can read anyway. */
    private static String refusal(AuthenticationException e) {
        return e.getCause() instanceof JwtValidationException invalid
                ? "the token is not valid ("
                        + invalid.getErrors().stream()
                                .map(OAuth2Error::getDescription)
                                .collect(Collectors.joining("; "))
                        + ")"
                : "the API key is not known to the relay";
    }

    private static ResponseEntity<Object> answer(ProblemType type, String detail, HttpServletRequest request) {
        Problem problem = Problem.of(type, detail, request.getRequestURI());
        return problem.response().body(problem);
    }

    private static String roles(Collection<GrantedAuthority> authorities) {
        return authorities.stream()
                .map(authority -> String.valueOf(authority.getAuthority()))
                .map(authority -> authority.replaceFirst("^ROLE_", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }
}
