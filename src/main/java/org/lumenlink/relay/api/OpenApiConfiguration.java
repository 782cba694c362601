package org.lumenlink.relay.api;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.IntegerSchema;
import java.math.BigDecimal;
import java.util.Map;
import org.springdoc.core.customizers.ParameterCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Describes the API as a whole (OpenAPI 3.1). */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final Map<String, String> PARAMETERS = Map.of(
            "userId", "Id of the user.",
            "address", "First address of the network.",
            "prefixLength", "How many bits of the address all addresses of the network share.",
            "interfaceName", "Name of the interface.",
            "id", "Id of the API key.",
            "If-Match", "The ETag that the user must still have, or * if it must only exist.",
            "If-None-Match", "* if the user must not exist.");

    /** Describes what several operations have. */
    @Bean
    ParameterCustomizer sharedParameters() {
        return (described, parameter) -> {
            if (described != null && described.getDescription() == null) {
                described.setDescription(PARAMETERS.get(described.getName()));
            }
            return described;
        };
    }

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
        Components components = new Components();
        SecuritySchemes.all().forEach(components::addSecuritySchemes);
        ModelConverters.getInstance(true).readAll(Problem.class).forEach(components::addSchemas);
        return new OpenAPI()
                .info(new Info()
                        .title("LumenLink relay")
                        .version("v1")
                        .description("Registers users, limits them, issues tokens, and tells how the relay is doing."
                                + " Byte strings are base64url without padding, times are RFC 3339 in UTC, errors are"
                                + " problems (RFC 9457). A body may have 65,536 bytes; a field that is not described"
                                + " here is refused. The names beside the security schemes of an operation are the"
                                + " roles that may use it."))
                .components(components);
    }
}
