package org.lumenlink.relay.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.lumenlink.relay.security.LastAdminKeyException;
import org.lumenlink.relay.security.UnknownApiKeyException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers as problems what has to do with who may do what. Asked before {@link ProblemAdvice}, which takes all. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class SecurityProblemAdvice {

    @ExceptionHandler
    ResponseEntity<Object> keyRequired(AuthenticationException e, HttpServletRequest request) {
        boolean sent = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        String detail = sent
                ? "the API key is not known to the relay: send Authorization: Bearer <key> with one that is"
                : "no API key was sent: send Authorization: Bearer <key>";
        Problem problem = Problem.of(ProblemType.KEY_REQUIRED, detail, request.getRequestURI())
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
        return ProblemAdvice.answer(
                HttpStatus.FORBIDDEN, "this needs an API key of role " + needed, List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> rejected(RequestRejectedException e, HttpServletRequest request) {
        return ProblemAdvice.answer(
                HttpStatus.BAD_REQUEST,
                "the path or a header has characters that the relay does not take",
                List.of(),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unknownApiKey(UnknownApiKeyException e, HttpServletRequest request) {
        return ProblemAdvice.answer(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()), List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> lastAdminKey(LastAdminKeyException e, HttpServletRequest request) {
        Problem problem = Problem.of(
                ProblemType.LAST_ADMIN_KEY,
                e.getMessage() + ": make another first, or nobody could make keys any more",
                request.getRequestURI());
        return problem.response().body(problem);
    }

    private static String roles(Collection<GrantedAuthority> authorities) {
        return authorities.stream()
                .map(authority -> String.valueOf(authority.getAuthority()))
                .map(authority -> authority.replaceFirst("^ROLE_", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }
}
