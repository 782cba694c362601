package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.DenyList;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves the deny list. A network's path has its slash as it is: an encoded one is refused everywhere. */
@RestController
@RequestMapping(path = DenyListController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Deny list", description = "Networks whose packets the relay drops.")
class DenyListController {

    static final String PATH = "/api/v1/deny-list";

    private static final String NETWORK = "/{address}/{prefixLength}";
    private static final List<String> PARAMETERS = List.of("cursor", "limit");

    private final DenyList denied;

    DenyListController(DenyList denied) {
        this.denied = denied;
    }

    @Operation(
            operationId = "listDeniedNetworks",
            summary = "List the denied networks",
            description = "In the order of their addresses. A network that is added or removed meanwhile may be on a"
                    + " page or not; no other is left out or listed twice.",
            responses = @ApiResponse(responseCode = "200", description = "A page of networks."))
    @GetMapping
    DenyListResponse list(
            @Parameter(description = "nextCursor of the page before.") @RequestParam(required = false) @Nullable String cursor,
            @Parameter(
                            description = "At most this many.",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000"))
                    @RequestParam(defaultValue = "100")
                    String limit,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all) {
        ListParameters.check(all, PARAMETERS);
        return DenyListResponse.of(
                denied.list(cursor == null ? null : Cursor.parseCidr(cursor), ListParameters.limit(limit)));
    }

    @Operation(
            operationId = "denyNetwork",
            summary = "Deny a network",
            description = "From the next packet on the relay drops what comes from there to its own UDP port, and"
                    + " answers of destinations there. It leaves all other traffic of the host alone. All bits after"
                    + " the prefix must be zero. No body.",
            responses = {
                @ApiResponse(responseCode = "200", description = "Denied already."),
                @ApiResponse(responseCode = "201", description = "Denied.", headers = @Header(name = "Location"))
            })
    @Refuses(ProblemType.REGISTRY_FULL)
    @PutMapping(NETWORK)
    ResponseEntity<DeniedResponse> put(
            @Parameter(example = "203.0.113.0") @PathVariable String address,
            @Parameter(example = "24") @PathVariable String prefixLength) {
        DenyList.Put put = denied.put(CidrText.parse(address, prefixLength));
        DeniedResponse body = DeniedResponse.of(put.denied());
        return put.created()
                ? ResponseEntity.created(URI.create(PATH + "/" + body.cidr())).body(body)
                : ResponseEntity.ok(body);
    }

    @Operation(
            operationId = "getDeniedNetwork",
            summary = "Read since when a network is denied",
            responses = @ApiResponse(responseCode = "200", description = "The network."))
    @Refuses(ProblemType.NOT_FOUND)
    @GetMapping(NETWORK)
    DeniedResponse get(
            @Parameter(example = "203.0.113.0") @PathVariable String address,
            @Parameter(example = "24") @PathVariable String prefixLength) {
        return DeniedResponse.of(denied.get(CidrText.parse(address, prefixLength)));
    }

    @Operation(
            operationId = "allowNetwork",
            summary = "Deny a network no longer",
            description = "Networks around it and inside of it stay denied.",
            responses = @ApiResponse(responseCode = "204", description = "Not denied any more."))
    @Refuses({ProblemType.NOT_FOUND, ProblemType.REGISTRY_FULL})
    @DeleteMapping(NETWORK)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            @Parameter(example = "203.0.113.0") @PathVariable String address,
            @Parameter(example = "24") @PathVariable String prefixLength) {
        denied.delete(CidrText.parse(address, prefixLength));
    }
}
