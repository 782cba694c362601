package org.lumenlink.relay.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.lumenlink.relay.dataplane.UserEvents;

/** Exports how often the program has told of users. */
class UserEventMeters implements MeterBinder {

    private final UserEvents events;

    UserEventMeters(UserEvents events) {
        this.events = events;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("lumenlink.relay.sessions.made", events, UserEvents::sessions)
                .description("Sessions made")
                .register(registry);
        FunctionCounter.builder("lumenlink.relay.limits.reached", events, UserEvents::limits)
                .description("How often a user came to its limits, once a minute and user at most")
                .register(registry);
    }
}
