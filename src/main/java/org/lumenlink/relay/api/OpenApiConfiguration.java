package org.lumenlink.relay.api;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.math.BigDecimal;
import org.springdoc.core.customizers.ParameterCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Describes the API as a whole (OpenAPI 3.1). */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String SCHEME = "apiKey";

    /** Springdoc takes what is converted from a string for a string. */
    @Bean
    ParameterCustomizer userIdParameter() {
        return (described, parameter) -> {
            if (described != null && parameter.getParameterType() == UserId.class) {
                described.setSchema(new IntegerSchema()
                        .format("int64")
                        .minimum(BigDecimal.ONE)
                        .maximum(BigDecimal.valueOf(UserId.MAX))
                        .example(42));
            }
            return described;
        };
    }

    @Bean
    OpenAPI openApi() {
        Components components = new Components()
                .addSecuritySchemes(
                        SCHEME,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("An API key. Roles: admin may do everything; operator reads, and changes"
                                        + " users, limits and the deny list; issuer issues tokens; viewer reads."));
        ModelConverters.getInstance(true).readAll(Problem.class).forEach(components::addSchemas);
        return new OpenAPI()
                .info(new Info()
                        .title("LumenLink relay")
                        .version("v1")
                        .description("Registers users, limits them, issues tokens, and tells how the relay is doing."
                                + " Byte strings are base64url without padding, times are RFC 3339 in UTC, errors are"
                                + " problems (RFC 9457). A body may have 65,536 bytes; a field that is not described"
                                + " here is refused."))
                .components(components)
                .addSecurityItem(new SecurityRequirement().addList(SCHEME));
    }
}
