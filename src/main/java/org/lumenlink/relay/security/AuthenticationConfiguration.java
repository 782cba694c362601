package org.lumenlink.relay.security;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lumenlink.relay.registry.ApiKeyStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.web.client.RestTemplate;

/** Says how callers can show who they are: by an API key, by a JWT if an issuer is set, by a certificate if there is TLS. */
@Configuration(proxyBeanMethods = false)
class AuthenticationConfiguration {

    private static final String JWT = "spring.security.oauth2.resourceserver.jwt";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Bean
    AttemptLimit attempts(
            ApiKeyProvider apiKeys,
            ObjectProvider<JwtDecoder> decoder,
            OAuth2ResourceServerProperties tokens,
            AccessSettings settings) {
        List<AuthenticationProvider> providers = new ArrayList<>();
        providers.add(apiKeys);
        providers.add(new ClientCertificateProvider(settings.clientCertificates()));
        decoder.ifAvailable(jwt -> providers.add(jwtProvider(jwt, tokens.getJwt(), settings)));
        return new AttemptLimit(new ProviderManager(providers), settings);
    }

    @Bean
    ApiKeyProvider apiKeyProvider(SecuritySettings settings, ApiKeyStore store, StoredApiKeys keys, Clock clock) {
        try {
            settings.apiKeys().takeInto(store, clock);
            new FirstAdminKey(settings.adminKey()).ensure(store, clock);
        } catch (IOException e) {
            throw CannotStartException.cannotWrite(settings.adminKey(), e);
        }
        return new ApiKeyProvider(keys);
    }

    /** Waits for the issuer's keys no longer than a client would. */
    @Bean
    JwkSetUriJwtDecoderBuilderCustomizer issuerTimeout() {
        SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(PATIENCE);
        requests.setReadTimeout(PATIENCE);
        return builder -> builder.restOperations(new RestTemplate(requests));
    }

    private static JwtAuthenticationProvider jwtProvider(
            JwtDecoder decoder, OAuth2ResourceServerProperties.Jwt tokens, AccessSettings settings) {
        if (tokens.getIssuerUri() == null) {
            throw new CannotStartException(
                    JWT + ".issuer-uri is not set: anybody whose tokens the keys fit would be let in",
                    "set it to the issuer (iss) of the tokens, such as https://id.example.org",
                    null);
        }
        if (tokens.getAudiences().isEmpty()) {
            throw new CannotStartException(
                    JWT + ".audiences is not set: tokens that the issuer made for others would be let in",
                    "set it to the audience (aud) of the tokens that are meant for this relay, such as lumenlink-relay",
                    null);
        }
        JwtAuthenticationProvider provider = new JwtAuthenticationProvider(token -> decode(decoder, token));
        provider.setJwtAuthenticationConverter(new JwtCallers(settings.rolesClaim()));
        return provider;
    }

    private static Jwt decode(JwtDecoder decoder, String token) {
        try {
            return decoder.decode(token);
        } catch (JwtDecoderInitializationException e) {
            // That the issuer could not be asked is no fault of the token.
            throw new JwtException("the issuer cannot be asked for its keys", e);
        }
    }
}
