package org.lumenlink.relay.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter.XFrameOptionsMode;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** What every answer tells a browser to do without. */
final class SecurityHeaders {

    /** The page on which the API can be tried; what it shows comes from the relay alone. */
    private static final RequestMatcher PAGE =
            request -> request.getRequestURI().matches("/(docs|swagger-ui)([./].*)?");

    private static final RequestMatcher CONSOLE = request -> ConsolePaths.isOne(request.getRequestURI());

    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String OWN_ONLY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String CONSOLE_ONLY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final List<HeaderWriter> ALL = List.of(
            new XContentTypeOptionsHeaderWriter(),
            new XFrameOptionsHeaderWriter(XFrameOptionsMode.DENY),
            new ReferrerPolicyHeaderWriter(ReferrerPolicy.NO_REFERRER),
            new CacheControlHeadersWriter(),
            // Under TLS only: elsewhere a browser has to ignore it.
            new HstsHeaderWriter(),
            sameOrigin(),
            new DelegatingRequestMatcherHeaderWriter(PAGE, new ContentSecurityPolicyHeaderWriter(OWN_ONLY)),
            new DelegatingRequestMatcherHeaderWriter(CONSOLE, new ContentSecurityPolicyHeaderWriter(CONSOLE_ONLY)),
            new DelegatingRequestMatcherHeaderWriter(
                    new NegatedRequestMatcher(new OrRequestMatcher(PAGE, CONSOLE)),
                    new ContentSecurityPolicyHeaderWriter(NOTHING)));

    private SecurityHeaders() {}

    static List<HeaderWriter> all() {
        return ALL;
    }

    static void writeAll(HttpServletRequest request, HttpServletResponse response) {
        ALL.forEach(writer -> writer.writeHeaders(request, response));
    }

    private static HeaderWriter sameOrigin() {
        CrossOriginResourcePolicyHeaderWriter writer = new CrossOriginResourcePolicyHeaderWriter();
        writer.setPolicy(CrossOriginResourcePolicy.SAME_ORIGIN);
        return writer;
    }
}
