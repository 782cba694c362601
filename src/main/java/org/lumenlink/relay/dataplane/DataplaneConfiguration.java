package org.lumenlink.relay.dataplane;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the dataplane with the application and takes it down with it. */
@Configuration(proxyBeanMethods = false)
class DataplaneConfiguration {

    @Bean
    Dataplane dataplane(DataplaneSettings settings, ObjectProvider<Clock> clock) {
        return Dataplane.start(settings, clock.getIfAvailable(Clock::systemUTC));
    }
}
