package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import org.lumenlink.relay.relay.BulkUsers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Takes many users in one request, one a line. */
@RestController
@Tag(name = "Users")
class BulkController {

    static final String PATH = "/api/v1/users:bulk";
    static final String MEDIA_TYPE = "application/x-ndjson";

    private static final String ANSWER = """
            {"line": 2, "userId": 43, "type": "https://lumenlink.org/problems/invalid-value", \
            "title": "A value is refused", "status": 422, \
            "detail": "destination.port must be between 1 and 65535", \
            "errors": [{"field": "destination.port", "message": "must be between 1 and 65535"}]}
            {"summary": {"lines": 2, "registered": 1, "replaced": 0, "failed": 1, "complete": true}}
            """;

    private static final Logger log = LoggerFactory.getLogger(BulkController.class);

    private final BulkUsers users;
    private final JsonMapper mapper;
    private final ApiSettings settings;

    BulkController(BulkUsers users, JsonMapper mapper, ApiSettings settings) {
        this.users = users;
        this.mapper = mapper;
        this.settings = settings;
    }

    @Operation(
            operationId = "putUsers",
            summary = "Register or replace many users",
            description = "One user a line (NDJSON), any number of lines, each of at most 65,536 bytes. Every good line"
                    + " is taken as PUT would take it, in the order of the lines: of several lines of one user the last"
                    + " holds. Each bad line is answered by one line that says why; it keeps no other from being taken."
                    + " The answer's last line is a summary. Lines are committed by the thousand, and the kernel knows"
                    + " the users when the summary is sent. The answer is sent while the body is read: read it"
                    + " meanwhile.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MEDIA_TYPE,
                                            schema = @Schema(implementation = BulkLine.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "two users",
                                                            value =
                                                                    "{\"userId\": 42, \"destination\": {\"address\": \"203.0.113.7\", \"port\": 51820}}\n"
                                                                            + "{\"userId\": 43, \"destination\": {\"address\": \"2001:db8::7\", \"port\": 443},"
                                                                            + " \"rateLimit\": {\"packetsPerSecond\": 500}, \"label\": \"berlin-3\"}\n"))),
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A line for each line that was refused, and a summary.",
                            content =
                                    @Content(
                                            mediaType = MEDIA_TYPE,
                                            schema = @Schema(oneOf = {BulkFailure.class, BulkSummary.class}),
                                            examples = @ExampleObject(name = "one of two users", value = ANSWER))))
    @Refuses(value = ProblemType.UNSUPPORTED_MEDIA_TYPE, wholeBody = false)
    @PostMapping(path = PATH, consumes = MEDIA_TYPE, produces = MEDIA_TYPE)
    void put(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(MEDIA_TYPE);
        LineReader lines =
                new LineReader(new BodyInput(request.getInputStream(), settings.bodyTimeout()), BodyLimitFilter.LIMIT);
        try {
            new BulkRun(
                            mapper,
                            users,
                            new BulkParser(mapper, lines),
                            new BufferedOutputStream(response.getOutputStream()))
                    .run();
        } catch (IOException e) {
            log.debug("The client of a bulk went away", e);
        }
    }
}
