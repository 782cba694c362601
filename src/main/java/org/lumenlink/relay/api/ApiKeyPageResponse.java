package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.security.ApiKeys.Page;

/** A page of API keys in JSON. */
@Schema(name = "ApiKeyPage", description = "API keys in the order of their ids.")
record ApiKeyPageResponse(
        List<ApiKeyResponse> apiKeys,

        @Schema(description = "Send this as cursor for the next page; null on the last.", example = "YWZ0ZXI6NDI")
        @Nullable String nextCursor) {

    static ApiKeyPageResponse of(Page page) {
        Long next = page.next();
        return new ApiKeyPageResponse(
                page.keys().stream().map(ApiKeyResponse::of).toList(), next == null ? null : Cursor.of(next));
    }
}
