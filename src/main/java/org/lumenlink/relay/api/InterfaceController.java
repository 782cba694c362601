package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.lumenlink.relay.relay.Draining;
import org.lumenlink.relay.relay.RelayInterfaces;
import org.lumenlink.relay.relay.RelayStatus;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Has the relay serve other interfaces. */
@RestController
@RequestMapping(path = "/api/v1/dataplane/interfaces/{interfaceName}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Interfaces", description = "Which interfaces the relay serves, until it ends.")
class InterfaceController {

    private final RelayInterfaces interfaces;
    private final RelayStatus status;
    private final Draining draining;

    InterfaceController(RelayInterfaces interfaces, RelayStatus status, Draining draining) {
        this.interfaces = interfaces;
        this.status = status;
        this.draining = draining;
    }

    @Operation(
            operationId = "serveInterface",
            summary = "Serve an interface",
            description =
                    "Attaches the program to it, in the mode of the settings, after the checks of the relay's"
                            + " start. Lasts until the relay ends; lumenlink.relay.interface holds what it starts with. No body.",
            responses = {
                @ApiResponse(responseCode = "200", description = "Served already. The dataplane as it is now."),
                @ApiResponse(responseCode = "201", description = "Served from now on. The dataplane as it is now.")
            })
    @Refuses(ProblemType.INVALID_VALUE)
    @PutMapping
    ResponseEntity<DataplaneResponse> put(@Parameter(example = "eth1") @PathVariable String interfaceName) {
        boolean added = interfaces.add(InterfaceName.parse(interfaceName));
        return ResponseEntity.status(added ? HttpStatus.CREATED : HttpStatus.OK)
                .body(DataplaneResponse.of(status.dataplane(), draining.since()));
    }

    @Operation(
            operationId = "leaveInterface",
            summary = "Serve an interface no longer",
            description = "Detaches the program from it. The last one stays: stop the relay instead. Lasts until the"
                    + " relay ends.",
            responses = @ApiResponse(responseCode = "204", description = "Not served any more."))
    @Refuses({ProblemType.NOT_FOUND, ProblemType.INVALID_VALUE})
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@Parameter(example = "eth1") @PathVariable String interfaceName) {
        interfaces.remove(InterfaceName.parse(interfaceName));
    }
}
