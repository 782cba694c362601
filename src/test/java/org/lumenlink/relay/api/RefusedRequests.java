package org.lumenlink.relay.api;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Requests that must be refused, by an admin key, with user 42 registered (to 203.0.113.7, port 51820) user 43
 * registered and disabled, no other, and 203.0.113.0/24 denied. None of them changes anything.
 */
final class RefusedRequests {

    static final String USER = "/api/v1/users/42";
    static final String NETWORK = "/api/v1/deny-list/203.0.113.0/24";
    static final String INTERFACES = "/api/v1/dataplane/interfaces/";
    static final String GOOD = "{\"destination\": {\"address\": \"203.0.113.7\", \"port\": 51820}}";

    private RefusedRequests() {}

    static Stream<ApiRequest> all() {
        return Stream.of(
                        userIds(),
                        json(),
                        types(),
                        destinations(),
                        limits(),
                        lists(),
                        networks(),
                        interfaces(),
                        preconditions(),
                        http(),
                        users())
                .flatMap(List::stream);
    }

    private static List<ApiRequest> userIds() {
        List<ApiRequest> requests = new ArrayList<>();
        for (String id : List.of("0", "4294967296", "abc", "-1", "1.5", "042", "0x2a", "1e3", "+1", "%2042", "٤٢")) {
            String path = "/api/v1/users/" + id.replace("٤٢", "%D9%A4%D9%A2");
            requests.add(ApiRequest.of("PUT user " + id, "PUT", path).body(GOOD).refused(400, "userId"));
            requests.add(ApiRequest.of("GET user " + id, "GET", path).refused(400, "userId"));
            requests.add(ApiRequest.of("DELETE user " + id, "DELETE", path).refused(400, "userId"));
            requests.add(ApiRequest.of("token for user " + id, "POST", path + "/tokens")
                    .refused(400, "userId"));
        }
        return requests;
    }

    private static List<ApiRequest> json() {
        return List.of(
                put("unknown field", "{\"destination\": {\"address\": \"203.0.113.7\", \"port\": 1}, \"colour\": 1}")
                        .refused(400, "colour"),
                put(
                                "unknown field inside",
                                "{\"destination\": {\"address\": \"203.0.113.7\", \"port\": 1, \"prt\": 2}}")
                        .refused(400, "destination.prt"),
                put("field of the answer", "{\"userId\": 42}").refused(400, "userId"),
                put("field twice", "{\"enabled\": true, \"enabled\": false}").refused(400),
                put("not JSON", "{\"destination\": ").refused(400),
                put("not JSON at all", "destination=1").refused(400),
                put("single quotes", "{'enabled': true}").refused(400),
                put("comment", "{/* */}").refused(400),
                put("something after the object", GOOD + "{}").refused(400),
                put("array", "[" + GOOD + "]").refused(400),
                put("string", "\"x\"").refused(400),
                put("null", "null").refused(400),
                put("empty", "").refused(400),
                put("zero byte", "{\"label\": \"\u0000\"}").refused(400),
                put("deep nesting", "{\"label\": " + "[".repeat(5000)).refused(400, "label"),
                put("deep nesting of objects", "{\"destination\":".repeat(4000)).refused(400, "destination"),
                put("deep nesting that ends", "{\"colour\": " + "[".repeat(5000) + "]".repeat(5000) + "}")
                        .refused(400),
                patch("deep nesting in a patch", "{\"label\":".repeat(5000) + "1" + "}".repeat(5000))
                        .refused(400),
                patch("unknown field in a patch", "{\"colour\": null}").refused(400, "colour"),
                patch("array as patch", "[]").refused(400),
                patch("number as patch", "5").refused(400),
                patch("null as patch", "null").refused(400),
                patch("wrong type in a patch", "{\"enabled\": \"yes\"}").refused(400, "enabled"),
                patch("patch that takes the destination away", "{\"destination\": null}")
                        .refused(422, "destination"),
                patch("patch that takes the port away", "{\"destination\": {\"port\": null}}")
                        .refused(422, "destination.port"),
                ApiRequest.of("unknown field for a token", "POST", USER + "/tokens")
                        .body("{\"ttl\": 5}")
                        .refused(400, "ttl"),
                ApiRequest.of("lifetime of 0", "POST", USER + "/tokens")
                        .body("{\"ttlSeconds\": 0}")
                        .refused(422, "ttlSeconds"),
                ApiRequest.of("negative lifetime", "POST", USER + "/tokens")
                        .body("{\"ttlSeconds\": -1}")
                        .refused(422, "ttlSeconds"),
                ApiRequest.of("lifetime of 7 days and a second", "POST", USER + "/tokens")
                        .body("{\"ttlSeconds\": 604801}")
                        .refused(422, "ttlSeconds"),
                ApiRequest.of("lifetime beyond all bounds", "POST", USER + "/tokens")
                        .body("{\"ttlSeconds\": 9223372036854775807}")
                        .refused(422, "ttlSeconds"),
                ApiRequest.of("lifetime as text", "POST", USER + "/tokens")
                        .body("{\"ttlSeconds\": \"60\"}")
                        .refused(400, "ttlSeconds"));
    }

    private static List<ApiRequest> types() {
        return List.of(
                destination("port as text", "203.0.113.7", "\"80\"").refused(400, "destination.port"),
                destination("port as empty text", "203.0.113.7", "\"\"").refused(400, "destination.port"),
                destination("port with a fraction", "203.0.113.7", "80.5").refused(400, "destination.port"),
                destination("port with an empty fraction", "203.0.113.7", "80.0")
                        .refused(400, "destination.port"),
                destination("port with an exponent", "203.0.113.7", "8e1").refused(400, "destination.port"),
                destination("port as boolean", "203.0.113.7", "true").refused(400, "destination.port"),
                destination("port of 20 digits", "203.0.113.7", "99999999999999999999")
                        .refused(400, "destination.port"),
                destination("port of 5,000 digits", "203.0.113.7", "9".repeat(5000))
                        .refused(400, "destination"),
                destination("port beyond a double", "203.0.113.7", "1e999").refused(400, "destination.port"),
                put("destination as text", "{\"destination\": \"203.0.113.7:80\"}")
                        .refused(400, "destination"),
                put("destination as empty text", "{\"destination\": \"\"}").refused(400, "destination"),
                put("destination as array", "{\"destination\": []}").refused(400, "destination"),
                put("address as number", "{\"destination\": {\"address\": 1, \"port\": 80}}")
                        .refused(400, "destination.address"),
                put("address as array", "{\"destination\": {\"address\": [\"203.0.113.7\"], \"port\": 80}}")
                        .refused(400, "destination.address"),
                put("enabled as text", "{\"enabled\": \"true\"}").refused(400, "enabled"),
                put("enabled as number", "{\"enabled\": 1}").refused(400, "enabled"),
                put("label as number", "{\"label\": 5}").refused(400, "label"),
                put("label as boolean", "{\"label\": true}").refused(400, "label"),
                put("sessions as text", "{\"maxSessions\": \"2\"}").refused(400, "maxSessions"));
    }

    private static List<ApiRequest> destinations() {
        List<ApiRequest> requests = new ArrayList<>(List.of(
                put("no destination", "{}").refused(422, "destination"),
                put("no port", "{\"destination\": {\"address\": \"203.0.113.7\"}}")
                        .refused(422, "destination.port"),
                put("no address", "{\"destination\": {\"port\": 80}}").refused(422, "destination.address"),
                destination("port 0", "203.0.113.7", "0").refused(422, "destination.port"),
                destination("port 65536", "203.0.113.7", "65536").refused(422, "destination.port"),
                destination("negative port", "203.0.113.7", "-1").refused(422, "destination.port"),
                destination("port 2^32 + 80", "203.0.113.7", "4294967376").refused(422, "destination.port")));
        for (String address : List.of(
                // Names are never resolved, so not even one that every machine knows is taken.
                "localhost",
                "example.org",
                "",
                "1",
                "127.1",
                "203.0.113",
                "203.0.113.256",
                "203.0.113.7.1",
                "203.0.113.07",
                "0x7f.0.0.1",
                " 203.0.113.7",
                "203.0.113.7:80",
                "[2001:db8::1]",
                "2001:db8::1%eth0",
                "2001:db8:::1",
                "::ffff:999.0.0.1",
                "127.0.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "224.0.0.1",
                "ff02::1",
                "169.254.169.254",
                "fe80::1")) {
            requests.add(
                    destination("address \"" + address + "\"", address, "80").refused(422, "destination.address"));
            requests.add(patch(
                            "patched address \"" + address + "\"",
                            "{\"destination\": {\"address\": \"" + address + "\"}}")
                    .refused(422, "destination.address"));
        }
        return requests;
    }

    private static List<ApiRequest> limits() {
        return List.of(
                ApiRequest.of("empty limit", "PUT", USER + "/rate-limit")
                        .body("{}")
                        .refused(422, "packetsPerSecond"),
                ApiRequest.of("limit of 0", "PUT", USER + "/rate-limit")
                        .body("{\"packetsPerSecond\": 0}")
                        .refused(422, "packetsPerSecond"),
                ApiRequest.of("limit beyond a long", "PUT", USER + "/rate-limit")
                        .body("{\"packetsPerSecond\": 9223372036854775808}")
                        .refused(400, "packetsPerSecond"),
                ApiRequest.of("limit of the largest long", "PUT", USER + "/rate-limit")
                        .body("{\"packetsPerSecond\": 9223372036854775807}")
                        .refused(422, "packetsPerSecond"),
                ApiRequest.of("limit wrapped as in a user", "PUT", USER + "/rate-limit")
                        .body("{\"rateLimit\": {\"packetsPerSecond\": 5}}")
                        .refused(400, "rateLimit"),
                withDestination("limit without packets", "\"rateLimit\": {\"burstPackets\": 5}")
                        .refused(422, "rateLimit.packetsPerSecond"),
                withDestination("negative limit", "\"rateLimit\": {\"packetsPerSecond\": -5}")
                        .refused(422, "rateLimit.packetsPerSecond"),
                withDestination("0 sessions", "\"maxSessions\": 0").refused(422, "maxSessions"),
                withDestination("17 sessions", "\"maxSessions\": 17").refused(422, "maxSessions"),
                withDestination("2^32 + 1 sessions", "\"maxSessions\": 4294967297")
                        .refused(422, "maxSessions"));
    }

    private static List<ApiRequest> lists() {
        List<ApiRequest> requests = new ArrayList<>();
        for (String limit : List.of("0", "1001", "abc", "-1", "1.5", "4294967297")) {
            requests.add(ApiRequest.of("limit \"" + limit + "\"", "GET", "/api/v1/users?limit=" + limit)
                    .refused(400, "limit"));
        }
        for (String cursor : List.of("abc", "%00", "", "!!", "YWZ0ZXI6MA", "YWZ0ZXI6YWJj")) {
            requests.add(ApiRequest.of("cursor \"" + cursor + "\"", "GET", "/api/v1/users?cursor=" + cursor)
                    .refused(400, "cursor"));
        }
        requests.add(ApiRequest.of("list by name", "GET", "/api/v1/users?destination=localhost")
                .refused(400, "destination"));
        requests.add(
                ApiRequest.of("misspelt filter", "GET", "/api/v1/users?lable=x").refused(400, "lable"));
        requests.add(ApiRequest.of("filter twice", "GET", "/api/v1/users?label=x&label=y")
                .refused(400, "label"));
        return requests;
    }

    private static List<ApiRequest> networks() {
        List<ApiRequest> requests = new ArrayList<>();
        for (String cidr : List.of(
                "203.0.113.7/24",
                "0.0.0.1/0",
                "203.0.113.0/33",
                "203.0.113.0/-1",
                "203.0.113.0/024",
                "203.0.113.0/+24",
                "203.0.113.0/255.255.255.0",
                "203.0.113/24",
                "203.0.113.256/32",
                "localhost/32",
                "2001:db8::1/64",
                "2001:db8::/129",
                "::ffff:203.0.113.0/120",
                "x/y")) {
            String path = "/api/v1/deny-list/" + cidr;
            requests.add(ApiRequest.of("deny " + cidr, "PUT", path).refused(400, "cidr"));
            requests.add(ApiRequest.of("read " + cidr, "GET", path).refused(400, "cidr"));
            requests.add(ApiRequest.of("no longer deny " + cidr, "DELETE", path).refused(400, "cidr"));
        }
        requests.addAll(List.of(
                ApiRequest.of("network that is not denied", "GET", "/api/v1/deny-list/203.0.113.0/25")
                        .refused(404),
                ApiRequest.of("network that is not denied", "DELETE", "/api/v1/deny-list/203.0.112.0/23")
                        .refused(404),
                ApiRequest.of("address without prefix length", "PUT", "/api/v1/deny-list/203.0.113.7")
                        .refused(404),
                ApiRequest.of("encoded slash", "PUT", "/api/v1/deny-list/203.0.113.0%2F24")
                        .refused(400),
                ApiRequest.of("POST to the deny list", "POST", "/api/v1/deny-list")
                        .body("{}")
                        .refused(405),
                ApiRequest.of("limit of the deny list", "GET", "/api/v1/deny-list?limit=0")
                        .refused(400, "limit"),
                ApiRequest.of("cursor of the users", "GET", "/api/v1/deny-list?cursor=YWZ0ZXI6NDI")
                        .refused(400, "cursor"),
                ApiRequest.of("cursor that is no network", "GET", "/api/v1/deny-list?cursor=YWZ0ZXI6MS8y")
                        .refused(400, "cursor"),
                ApiRequest.of("filter of the users", "GET", "/api/v1/deny-list?label=x")
                        .refused(400, "label")));
        return requests;
    }

    private static List<ApiRequest> interfaces() {
        List<ApiRequest> requests = new ArrayList<>();
        for (String name : List.of("sixteen-letters-", "eth%200", "eth0:1", "%C3%A9th0", "eth%7F")) {
            String path = INTERFACES + name;
            requests.add(ApiRequest.of("serve " + name, "PUT", path).refused(400, "interfaceName"));
            requests.add(
                    ApiRequest.of("no longer serve " + name, "DELETE", path).refused(400, "interfaceName"));
        }
        requests.addAll(List.of(
                ApiRequest.of("serve an interface that is not there", "PUT", INTERFACES + "absent0")
                        .refused(422, "interfaceName"),
                ApiRequest.of("no longer serve an interface that is not", "DELETE", INTERFACES + "absent0")
                        .refused(404),
                ApiRequest.of("GET on an interface", "GET", INTERFACES + "near").refused(405),
                ApiRequest.of("interface without a name", "PUT", INTERFACES).refused(404)));
        return requests;
    }

    private static List<ApiRequest> preconditions() {
        List<ApiRequest> requests = new ArrayList<>(List.of(
                put("stale ETag", GOOD).header("If-Match", "\"999999\"").refused(412),
                put("weak ETag", GOOD).header("If-Match", "W/\"1\"").refused(412),
                put("ETag of somebody else", GOOD).header("If-Match", "\"abc\"").refused(412),
                put("register what is there", GOOD).header("If-None-Match", "*").refused(412),
                put("ETag in If-None-Match", GOOD)
                        .header("If-None-Match", "\"1\"")
                        .refused(400, "If-None-Match"),
                patch("stale ETag in a patch", "{}")
                        .header("If-Match", "\"999999\"")
                        .refused(412),
                ApiRequest.of("stale ETag in DELETE", "DELETE", USER)
                        .header("If-Match", "\"999999\"")
                        .refused(412),
                ApiRequest.of("replace what is not there", "PUT", "/api/v1/users/44")
                        .body(GOOD)
                        .header("If-Match", "*")
                        .refused(412)));
        for (String garbage : List.of("1", "\"", "garbage", "\"1\", \"2\"", "'1'", "W/1")) {
            requests.add(
                    put("If-Match " + garbage, GOOD).header("If-Match", garbage).refused(400, "If-Match"));
        }
        return requests;
    }

    private static List<ApiRequest> http() {
        return List.of(
                ApiRequest.of("text as body", "PUT", USER)
                        .header("Content-Type", "text/plain")
                        .body(GOOD)
                        .refused(415),
                ApiRequest.of("form as body", "PUT", USER)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .body("destination=1")
                        .refused(415),
                ApiRequest.of("merge patch in PUT", "PUT", USER)
                        .header("Content-Type", "application/merge-patch+json")
                        .body(GOOD)
                        .refused(415),
                ApiRequest.of("JSON patch", "PATCH", USER)
                        .header("Content-Type", "application/json-patch+json")
                        .body("[]")
                        .refused(415),
                ApiRequest.of("media type that is none", "PUT", USER)
                        .header("Content-Type", "garbage")
                        .body(GOOD)
                        .refused(415),
                ApiRequest.of("no media type", "PUT", USER)
                        .header("Content-Type", "")
                        .body(GOOD)
                        .refused(415),
                ApiRequest.of("form for a token", "POST", USER + "/tokens")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .body("ttlSeconds=5")
                        .refused(415),
                ApiRequest.of("answer as HTML", "GET", USER)
                        .header("Accept", "text/html")
                        .refused(406),
                ApiRequest.of("POST on a user", "POST", USER).body(GOOD).refused(405),
                ApiRequest.of("DELETE on the list", "DELETE", "/api/v1/users").refused(405),
                ApiRequest.of("GET on tokens", "GET", USER + "/tokens").refused(405),
                ApiRequest.of("GET on a limit", "GET", USER + "/rate-limit").refused(405),
                ApiRequest.of("POST on stats", "POST", "/api/v1/stats").refused(405),
                ApiRequest.of("a method of nobody", "BREW", USER).refused(405),
                ApiRequest.of("unknown path", "GET", "/api/v1/nothing").refused(404),
                ApiRequest.of("slash at the end", "GET", USER + "/").refused(404),
                ApiRequest.of("root", "GET", "/").refused(404),
                ApiRequest.of("health on the API's port", "GET", "/health").refused(404),
                ApiRequest.of("error path", "GET", "/error").refused(404),
                ApiRequest.of("dots in the path", "GET", "/api/v1/users/../stats")
                        .refused(400),
                ApiRequest.of("encoded slash", "GET", "/api/v1/users%2F42").refused(400),
                ApiRequest.of("semicolon", "GET", USER + ";a=b").refused(400),
                ApiRequest.of("double slash", "GET", "/api/v1//users").refused(400));
    }

    private static List<ApiRequest> users() {
        String absent = "/api/v1/users/44";
        return List.of(
                ApiRequest.of("unknown user", "GET", absent).refused(404),
                ApiRequest.of("patch of an unknown user", "PATCH", absent)
                        .body("{\"enabled\": false}")
                        .refused(404),
                ApiRequest.of("remove an unknown user", "DELETE", absent).refused(404),
                ApiRequest.of("traffic of an unknown user", "GET", absent + "/stats")
                        .refused(404),
                ApiRequest.of("token for an unknown user", "POST", absent + "/tokens")
                        .refused(404),
                ApiRequest.of("revoke tokens of an unknown user", "DELETE", absent + "/sessions")
                        .refused(404),
                ApiRequest.of("limit of an unknown user", "PUT", absent + "/rate-limit")
                        .body("{\"packetsPerSecond\": 5}")
                        .refused(404),
                ApiRequest.of("default limit of an unknown user", "DELETE", absent + "/rate-limit")
                        .refused(404),
                ApiRequest.of("token for a disabled user", "POST", "/api/v1/users/43/tokens")
                        .refused(409));
    }

    private static ApiRequest put(String name, String body) {
        return ApiRequest.of(name, "PUT", USER).body(body);
    }

    private static ApiRequest patch(String name, String body) {
        return ApiRequest.of(name, "PATCH", USER)
                .header("Content-Type", "application/merge-patch+json")
                .body(body);
    }

    private static ApiRequest destination(String name, String address, String port) {
        return put(name, "{\"destination\": {\"address\": \"" + address + "\", \"port\": " + port + "}}");
    }

    private static ApiRequest withDestination(String name, String fields) {
        return put(name, "{\"destination\": {\"address\": \"203.0.113.7\", \"port\": 51820}, " + fields + "}");
    }
}
