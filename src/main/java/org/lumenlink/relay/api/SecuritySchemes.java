package org.lumenlink.relay.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Map;
import org.lumenlink.relay.security.Role;
import org.lumenlink.relay.security.RouteRoles;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Describes how callers show who they are, any of which will do, and which roles may use an operation. */
@Component
class SecuritySchemes implements OpenApiCustomizer {

    private static final Map<String, SecurityScheme> ALL = Map.of(
            "apiKey",
            new SecurityScheme()
                    .type(SecurityScheme.Type.HTTP)
                    .scheme("bearer")
                    .description(
                            "An API key. Roles: admin may do everything; operator reads, and changes users, limits,"
                                    + " the deny list and the interfaces; issuer issues tokens; viewer reads."),
            "jwt",
            new SecurityScheme()
                    .type(SecurityScheme.Type.HTTP)
                    .scheme("bearer")
                    .bearerFormat("JWT")
                    .description("A signed token of the identity provider, if the relay has one"
                            + " (spring.security.oauth2.resourceserver.jwt.issuer-uri). A claim has the roles."),
            "clientCertificate",
            new SecurityScheme()
                    .type(SecurityScheme.Type.MUTUALTLS)
                    .description("A certificate whose subject has a role, if the relay asks for certificates"
                            + " (lumenlink.relay.access.client-certificates)."));

    /** The status of callers whose role does not suffice. */
    private static final String FORBIDDEN = String.valueOf(ProblemType.ROLE_REQUIRED.status());

    private final RouteRoles routes;

    SecuritySchemes(RouteRoles routes) {
        this.routes = routes;
    }

    static Map<String, SecurityScheme> all() {
        return ALL;
    }

    @Override
    public void customise(OpenAPI description) {
        description
                .getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> addRoles(path, method, operation)));
    }

    private void addRoles(String path, PathItem.HttpMethod method, Operation operation) {
        List<String> roles =
                routes.of(method.name(), path).stream().map(Role::label).toList();
        operation.setSecurity(ALL.keySet().stream()
                .sorted()
                .map(scheme -> new SecurityRequirement().addList(scheme, roles))
                .toList());
        if (roles.size() == Role.values().length) {
            operation.getResponses().remove(FORBIDDEN);
        }
    }
}
