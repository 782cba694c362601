package org.lumenlink.relay.relay;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RelayConfiguration {

    /** The one clock that the application tells the time by. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
