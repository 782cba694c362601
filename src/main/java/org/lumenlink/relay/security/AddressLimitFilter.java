package org.lumenlink.relay.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Limits how often is asked from one client address, with a key or without. */
@Component
@Order(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 10)
class AddressLimitFilter extends OncePerRequestFilter {

    private final Buckets<AddressKey> requests;
    private final HandlerExceptionResolver errors;

    AddressLimitFilter(
            AccessSettings settings, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        int rate = settings.requestsPerSecondOfAddress();
        this.requests = new Buckets<>(2L * rate, rate, Duration.ofSeconds(1));
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Duration wait = requests.take(AddressKey.of(request));
        if (wait.isZero()) {
            chain.doFilter(request, response);
        } else {
            SecurityHeaders.writeAll(request, response);
            errors.resolveException(
                    request, response, null, new TooManyRequestsException("too many requests came from here", wait));
        }
    }
}
