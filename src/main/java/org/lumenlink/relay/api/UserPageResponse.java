package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.Users.Page;

/** A page of users in JSON. */
@Schema(name = "UserPage", description = "Users in the order of their ids.")
record UserPageResponse(
        List<UserResponse> users,

        @Schema(description = "Send this as cursor for the next page; null on the last.", example = "YWZ0ZXI6NDI")
        @Nullable String nextCursor) {

    static UserPageResponse of(Page page) {
        Long next = page.next();
        return new UserPageResponse(
                page.users().stream().map(UserResponse::of).toList(), next == null ? null : Cursor.of(next));
    }
}
