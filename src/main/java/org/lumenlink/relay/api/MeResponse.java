package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.security.Callers.CurrentCaller;
import org.lumenlink.relay.security.Role;

/** Who sends a request, in JSON. */
@Schema(name = "Me", description = "Whom the relay takes the caller for.")
record MeResponse(
        @Schema(
                description = "How the caller has shown who it is.",
                allowableValues = {"api-key", "jwt", "certificate"})
        String kind,

        @Schema(description = "Id of the API key, or subject of the token or certificate.", example = "1")
        String id,

        @Schema(description = "Name of the API key.", example = "admin") @Nullable String name,

        @Schema(
                description = "Roles of the caller, also those that a higher one implies.",
                example = "[\"operator\", \"viewer\"]")
        List<String> roles) {

    static MeResponse of(CurrentCaller caller) {
        return new MeResponse(
                caller.kind(),
                caller.id(),
                caller.name(),
                caller.roles().stream().map(Role::label).toList());
    }
}
