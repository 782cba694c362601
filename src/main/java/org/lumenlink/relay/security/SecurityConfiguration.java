package org.lumenlink.relay.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AuthorizationManagerWebInvocationPrivilegeEvaluator.HttpServletRequestTransformer;
import org.springframework.security.web.access.PathPatternRequestTransformer;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Guards both ports. Refusals go through the web layer's exception resolver, so that they are answered in the same form
 * as every other error.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String USER = "/api/v1/users/{userId}";
    private static final String DENIED = "/api/v1/deny-list/{address}/{prefixLength}";
    private static final String INTERFACE = "/api/v1/dataplane/interfaces/{interfaceName}";

    private final HandlerExceptionResolver errors;

    SecurityConfiguration(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        this.errors = errors;
    }

    @Bean
    static RoleHierarchy roleHierarchy() {
        return RoleHierarchyImpl.withDefaultRolePrefix()
                .role(Role.ADMIN.name())
                .implies(Role.OPERATOR.name(), Role.ISSUER.name())
                .role(Role.OPERATOR.name())
                .implies(Role.VIEWER.name())
                .build();
    }

    /** Timing each filter of each request would take longer than the filters do. */
    @Bean
    static SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Lets everybody read health, readiness and metrics; there is nothing else on that port. */
    @Bean
    @Order(1)
    SecurityFilterChain management(HttpSecurity http) {
        return stateless(http.securityMatcher(new ManagementRequest()))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/health", "/ready", "/metrics")
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, "/health", "/ready", "/metrics")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.NOT_FOUND)))
                .build();
    }

    /**
     * Demands a key with the right role. What no rule names needs an admin key, so that an endpoint whose rule was
     * forgotten is closed rather than open.
     */
    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, AttemptLimit attempts, AccessSettings settings) {
        return stateless(http)
                .addFilterBefore(callers(attempts), AnonymousAuthenticationFilter.class)
                .addFilterBefore(new CallerLimitFilter(settings, errors), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        // The description of the API holds no data.
                        .requestMatchers(
                                HttpMethod.GET,
                                "/v3/api-docs",
                                "/v3/api-docs.yaml",
                                "/v3/api-docs/**",
                                "/docs",
                                "/swagger-ui/**")
                        .permitAll()
                        .requestMatchers("/api/v1/api-keys/**", "/api/v1/audit")
                        .hasRole(Role.ADMIN.name())
                        .requestMatchers(HttpMethod.POST, USER + "/tokens")
                        .hasRole(Role.ISSUER.name())
                        .requestMatchers(HttpMethod.POST, "/api/v1/users:bulk")
                        .hasRole(Role.OPERATOR.name())
                        .requestMatchers(HttpMethod.PUT, USER, USER + "/rate-limit")
                        .hasRole(Role.OPERATOR.name())
                        .requestMatchers(HttpMethod.PATCH, USER)
                        .hasRole(Role.OPERATOR.name())
                        .requestMatchers(HttpMethod.DELETE, USER, USER + "/rate-limit", USER + "/sessions")
                        .hasRole(Role.OPERATOR.name())
                        .requestMatchers(HttpMethod.PUT, DENIED, INTERFACE)
                        .hasRole(Role.OPERATOR.name())
                        .requestMatchers(HttpMethod.DELETE, DENIED, INTERFACE)
                        .hasRole(Role.OPERATOR.name())
                        .requestMatchers(HttpMethod.GET, "/api/v1/**")
                        .hasRole(Role.VIEWER.name())
                        .requestMatchers(HttpMethod.HEAD, "/api/v1/**")
                        .hasRole(Role.VIEWER.name())
                        .anyRequest()
                        .hasRole(Role.ADMIN.name()))
                .exceptionHandling(refused ->
                        refused.authenticationEntryPoint(entryPoint()).accessDeniedHandler(accessDenied()))
                .build();
    }

    /** Lets the rules be asked about requests that nobody has sent, which lack the type that sent ones have. */
    @Bean
    static HttpServletRequestTransformer supposedRequests() {
        PathPatternRequestTransformer paths = new PathPatternRequestTransformer();
        return supposed -> new HttpServletRequestWrapper(paths.transform(supposed)) {
            @Override
            public DispatcherType getDispatcherType() {
                return DispatcherType.REQUEST;
            }
        };
    }

    /** Answers requests that the firewall of Spring Security refuses, such as those with an encoded slash. */
    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return (request, response, rejected) -> {
            SecurityHeaders.writeAll(request, response);
            errors.resolveException(request, response, null, rejected);
        };
    }

    /** Leaves methods to the web layer, which answers 405 with those that there are. */
    @Bean
    HttpFirewall httpFirewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    private AuthenticationFilter callers(AttemptLimit attempts) {
        AuthenticationFilter filter = new AuthenticationFilter(attempts, new SentCredentials());
        filter.setSuccessHandler((request, response, known) ->
                ((CallerAuthentication) known).getPrincipal().notedIn(request));
        AuthenticationEntryPointFailureHandler failures = new AuthenticationEntryPointFailureHandler(entryPoint());
        failures.setRethrowAuthenticationServiceException(false);
        filter.setFailureHandler(failures);
        return filter;
    }

    private AuthenticationEntryPoint entryPoint() {
        return (request, response, refused) -> errors.resolveException(
                request,
                response,
                null,
                refused instanceof InternalAuthenticationServiceException
                                && refused.getCause() instanceof RuntimeException failure
                        ? failure
                        : refused);
    }

    private AccessDeniedHandler accessDenied() {
        return (request, response, refused) -> errors.resolveException(request, response, null, refused);
    }

    /**
     * Keeps no session. Forgery protection is off because there are no cookies: a browser never adds the key on its own
     * to a request that another site made it send.
     */
    private static HttpSecurity stateless(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> {
                    headers.defaultsDisabled();
                    SecurityHeaders.all().forEach(headers::addHeaderWriter);
                });
    }
}
