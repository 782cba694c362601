package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.lumenlink.relay.relay.TopUsers;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells which users have the most traffic. */
@RestController
@RequestMapping(path = "/api/v1/stats/top-users", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Status")
class TopUsersController {

    private static final String LIMIT = "limit";

    private final TopUsers users;

    TopUsersController(TopUsers users) {
        this.users = users;
    }

    @Operation(
            operationId = "getTopUsers",
            summary = "Read which users have the most traffic",
            description = "By bytes in both directions since the counters were read before, or, where they were not, in"
                    + " all. They are read for whoever asks, at most every two seconds.",
            responses = @ApiResponse(responseCode = "200", description = "Users, the one with the most traffic first."))
    @Refuses(ProblemType.MALFORMED_REQUEST)
    @GetMapping
    TopUsersResponse top(
            @Parameter(
                            description = "At most this many.",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000"))
                    @RequestParam(name = LIMIT, defaultValue = "10")
                    String limit,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all) {
        ListParameters.check(all, List.of(LIMIT));
        return TopUsersResponse.of(users.top(ListParameters.limit(limit)));
    }
}
