package org.lumenlink.relay.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Limits how often one caller asks, from wherever. For use after the caller is known; no bean, so that it is nowhere else. */
class CallerLimitFilter extends OncePerRequestFilter {

    private final Buckets<Caller> requests;
    private final HandlerExceptionResolver errors;

    CallerLimitFilter(AccessSettings settings, HandlerExceptionResolver errors) {
        this.requests =
                new Buckets<>(2L * settings.requestsPerSecond(), settings.requestsPerSecond(), Duration.ofSeconds(1));
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> caller = Caller.of(request);
        Duration wait = caller.isPresent() ? requests.take(caller.get()) : Duration.ZERO;
        if (wait.isZero()) {
            chain.doFilter(request, response);
        } else {
            errors.resolveException(
                    request, response, null, new TooManyRequestsException("this key is used too often", wait));
        }
    }
}
