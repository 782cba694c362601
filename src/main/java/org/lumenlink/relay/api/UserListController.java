package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.Users;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the list of users. */
@RestController
@RequestMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Users")
class UserListController {

    private static final List<String> PARAMETERS = List.of("cursor", "limit", "destination", "label");

    private final Users users;

    UserListController(Users users) {
        this.users = users;
    }

    @Operation(
            operationId = "listUsers",
            summary = "List users",
            description = "In the order of their ids. A user that is registered or removed meanwhile may be on a page"
                    + " or not; no other is left out or listed twice.",
            responses = @ApiResponse(responseCode = "200", description = "A page of users."))
    @GetMapping
    UserPageResponse list(
            @Parameter(description = "nextCursor of the page before.") @RequestParam(required = false) @Nullable String cursor,
            @Parameter(
                            description = "At most this many.",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000"))
                    @RequestParam(defaultValue = "100")
                    String limit,
            @Parameter(description = "Only users with this destination address.")
                    @RequestParam(required = false)
                    @Nullable String destination,
            @Parameter(description = "Only users with exactly this label.") @RequestParam(required = false) @Nullable String label,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all) {
        ListParameters.check(all, PARAMETERS);
        return UserPageResponse.of(users.list(new Users.Query(
                cursor == null ? 0 : Cursor.parse(cursor), ListParameters.limit(limit), address(destination), label)));
    }

    private static @Nullable InetAddress address(@Nullable String destination) {
        return destination == null
                ? null
                : AddressText.parse(destination)
                        .orElseThrow(() -> new MalformedRequestException(
                                "destination", "must be an IPv4 or IPv6 address such as 203.0.113.7 or 2001:db8::7"));
    }
}
