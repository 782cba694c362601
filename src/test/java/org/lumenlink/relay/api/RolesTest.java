package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Keys of every role on every route that the application has. A route that is missing in the table fails the test: say
 * there who may use it, and in SecurityConfiguration. OpenApiTest holds the description of the API to the same table.
 */
class RolesTest extends WebLayerTest {

    private static final Set<String> EVERY_ROLE = Set.of("admin", "operator", "issuer", "viewer");

    /** Who may use what. */
    static final Map<String, Set<String>> MAY_USE = table();

    @Autowired
    @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;

    private final Map<String, String> keys = new HashMap<>();

    private static Map<String, Set<String>> table() {
        Set<String> readers = Set.of("admin", "operator", "viewer");
        Set<String> operator = Set.of("admin", "operator");
        Set<String> issuer = Set.of("admin", "issuer");
        Set<String> admin = Set.of("admin");
        return new TreeMap<>(Map.ofEntries(
                Map.entry("GET /api/v1/users", readers),
                Map.entry("GET /api/v1/users/{userId}", readers),
                Map.entry("PUT /api/v1/users/{userId}", operator),
                Map.entry("PATCH /api/v1/users/{userId}", operator),
                Map.entry("DELETE /api/v1/users/{userId}", operator),
                Map.entry("PUT /api/v1/users/{userId}/rate-limit", operator),
                Map.entry("DELETE /api/v1/users/{userId}/rate-limit", operator),
                Map.entry("GET /api/v1/users/{userId}/stats", readers),
                Map.entry("DELETE /api/v1/users/{userId}/sessions", operator),
                Map.entry("POST /api/v1/users/{userId}/tokens", issuer),
                Map.entry("GET /api/v1/deny-list", readers),
                Map.entry("GET /api/v1/deny-list/{address}/{prefixLength}", readers),
                Map.entry("PUT /api/v1/deny-list/{address}/{prefixLength}", operator),
                Map.entry("DELETE /api/v1/deny-list/{address}/{prefixLength}", operator),
                Map.entry("GET /api/v1/dataplane", readers),
                Map.entry("PUT /api/v1/dataplane/interfaces/{interfaceName}", operator),
                Map.entry("DELETE /api/v1/dataplane/interfaces/{interfaceName}", operator),
                Map.entry("GET /api/v1/stats", readers),
                Map.entry("GET /api/v1/stats/stream", readers),
                Map.entry("POST /api/v1/users:bulk", operator),
                Map.entry("GET /api/v1/token-keys", readers),
                Map.entry("POST /api/v1/token-keys:rotate", admin),
                Map.entry("POST /api/v1/dataplane:drain", admin),
                Map.entry("POST /api/v1/dataplane:resume", admin),
                Map.entry("GET /api/v1/api-keys", admin),
                Map.entry("POST /api/v1/api-keys", admin),
                Map.entry("DELETE /api/v1/api-keys/{id}", admin),
                Map.entry("GET /api/v1/audit", admin)));
    }

    @Test
    void routesWhenListedThenTheTableSaysOfEachWhoMayUseIt() {
        assertThat(routes()).isEqualTo(MAY_USE.keySet());
    }

    @Test
    void routeWhenAskedByEveryRoleThenAllowedOrForbiddenAndNeverUnauthorized() {
        List.of("operator", "issuer", "viewer").forEach(role -> keys.put(role, makeKey(role)));
        List<String> wrong = new ArrayList<>();
        for (String route : routes()) {
            Set<String> allowed = MAY_USE.getOrDefault(route, Set.of());
            for (String role : EVERY_ROLE) {
                int status = ask(route, role);
                boolean isAllowed = allowed.contains(role);
                // Without a body much is refused for other reasons; those who may ask get to know which.
                if (status == 401 || (status == 403) == isAllowed || status >= 500) {
                    wrong.add("%s by %s: %d".formatted(route, role, status));
                }
            }
            int stranger = api.withKey(null).send(method(route), path(route)).status();
            if (stranger != 401) {
                wrong.add("%s without a key: %d".formatted(route, stranger));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private int ask(String route, String role) {
        ApiClient caller = role.equals("admin") ? api : api.withKey(keys.get(role));
        return caller.send(method(route), path(route)).status();
    }

    private static String method(String route) {
        return route.substring(0, route.indexOf(' '));
    }

    private static String path(String route) {
        return route.substring(route.indexOf(' ') + 1)
                // A stream would have no end.
                .replace("/stream", "/stream?intervalSeconds=0")
                .replace("{userId}", "42")
                .replace("{address}", "203.0.113.0")
                .replace("{prefixLength}", "24")
                .replace("{interfaceName}", "eth9")
                .replaceAll("\\{[^}]*}", "999999");
    }

    private Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        mappings.getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getPackageName().startsWith("org.lumenlink")
                    && handler.getBeanType() != ErrorPathController.class) {
                addRoutes(mapping, routes);
            }
        });
        return routes;
    }

    private static void addRoutes(RequestMappingInfo mapping, Set<String> routes) {
        assertThat(mapping.getMethodsCondition().getMethods())
                .as("methods of " + mapping)
                .isNotEmpty();
        for (String pattern : mapping.getPatternValues()) {
            for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                routes.add(method + " " + pattern);
            }
        }
    }
}
