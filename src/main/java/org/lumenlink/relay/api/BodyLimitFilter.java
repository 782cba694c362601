package org.lumenlink.relay.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses bodies that are longer than any the API takes: by Content-Length at once, others while they are read. A bulk of
 * users is read line by line, each of which has this limit.
 */
@Component
class BodyLimitFilter extends OncePerRequestFilter {

    static final int LIMIT = 64 * 1024;

    private final HandlerExceptionResolver errors;
    private final ApiSettings settings;

    BodyLimitFilter(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors, ApiSettings settings) {
        this.errors = errors;
        this.settings = settings;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().equals(BulkController.PATH);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > LIMIT) {
            errors.resolveException(request, response, null, new BodyTooLargeException(LIMIT));
            return;
        }
        chain.doFilter(new LimitedRequest(request, LIMIT, settings.bodyTimeout()), response);
    }
}
