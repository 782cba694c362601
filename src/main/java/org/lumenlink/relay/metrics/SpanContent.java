package org.lumenlink.relay.metrics;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Decides what is known of a request outside of the relay: not its path, which has users, networks and whatever was put
 * there by mistake, only the template of it; but its id, which the log and the audit log have, too.
 */
class SpanContent implements ObservationFilter {

    private static final String PATH = "http.url";
    private static final String REQUEST_ID = "X-Request-Id";

    @Override
    public Observation.Context map(Observation.Context context) {
        if (context instanceof ServerRequestObservationContext request) {
            request.removeHighCardinalityKeyValue(PATH);
            @Nullable HttpServletResponse response = request.getResponse();
            String id = response == null ? null : response.getHeader(REQUEST_ID);
            if (id != null) {
                request.addHighCardinalityKeyValue(KeyValue.of("request.id", id));
            }
        }
        return context;
    }
}
