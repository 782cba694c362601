package org.lumenlink.relay.security;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Records every request that was to change something, also those that are refused before anybody looks at them. */
@Component
@Order(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 20)
class AuditFilter extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final AuditRecorder recorder;
    private final HandlerExceptionResolver errors;

    AuditFilter(AuditRecorder recorder, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        this.recorder = recorder;
        this.errors = errors;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return READING.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            recorder.demandReady();
        } catch (AuditUnavailableException e) {
            SecurityHeaders.writeAll(request, response);
            errors.resolveException(request, response, null, e);
            return;
        }
        AuditedResponse audited = new AuditedResponse(response, status -> recorder.record(request, status));
        try {
            chain.doFilter(request, noticingErrors(audited));
        } catch (ServletException | IOException | RuntimeException e) {
            audited.recordAs(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            throw e;
        }
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(new WhenDone(audited));
        } else {
            audited.recordNow();
        }
    }

    /** The status that sendError is called with is set only after that what it does counts as committed. */
    private static HttpServletResponse noticingErrors(AuditedResponse audited) {
        return new HttpServletResponseWrapper(audited) {
            @Override
            public void sendError(int status) throws IOException {
                audited.recordAs(status);
                super.sendError(status);
            }

            @Override
            public void sendError(int status, String message) throws IOException {
                audited.recordAs(status);
                super.sendError(status, message);
            }
        };
    }

    private record WhenDone(AuditedResponse audited) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            audited.recordNow();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            audited.recordAs(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }

        @Override
        public void onError(AsyncEvent event) {
            audited.recordAs(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
