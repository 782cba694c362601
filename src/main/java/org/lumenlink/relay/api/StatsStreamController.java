package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Streams the counters. */
@RestController
@Tag(name = "Status")
class StatsStreamController {

    static final String PATH = "/api/v1/stats/stream";

    private static final Logger log = LoggerFactory.getLogger(StatsStreamController.class);
    private static final String INTERVAL = "intervalSeconds";
    private static final Pattern SECONDS = Pattern.compile("[1-9]|10");

    private final StatsStreams streams;

    StatsStreamController(StatsStreams streams) {
        this.streams = streams;
    }

    @Operation(
            operationId = "streamStats",
            summary = "Stream the counters",
            description = "Server-sent events: `stats` with the counters and how fast they rise, at once and then every"
                    + " so many seconds; `problem` if they cannot be read any more, which ends the stream. It also ends"
                    + " after 3,600 events, and when the relay stops: ask again then.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "Events until the client closes the connection.",
                            content =
                                    @Content(
                                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                                            schema = @Schema(implementation = StatsEvent.class))))
    @Refuses(ProblemType.TOO_MANY_STREAMS)
    @GetMapping(path = PATH, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void stream(
            @Parameter(
                            name = INTERVAL,
                            description = "Time between events.",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "10", defaultValue = "1"))
                    @RequestParam(name = INTERVAL, defaultValue = "1")
                    String seconds,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ListParameters.check(all, List.of(INTERVAL));
        if (!SECONDS.matcher(seconds).matches()) {
            throw new MalformedRequestException(INTERVAL, "must be a whole number between 1 and 10");
        }
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        if (request.getMethod().equals(HttpMethod.HEAD.name())) {
            return;
        }
        try {
            streams.run(response::getOutputStream, Duration.ofSeconds(Integer.parseInt(seconds)));
        } catch (IOException e) {
            log.debug("A client of the stream of counters went away", e);
        }
    }
}
