package org.lumenlink.relay;

import org.lumenlink.relay.cli.LumenLink;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the control plane; or, where the first argument is none of its settings, another command. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RelayApplication {

    public static void main(String[] args) {
        if (LumenLink.isCommand(args)) {
            LumenLink.execute(args, RelayApplication::run).ifPresent(System::exit);
        } else {
            run(args);
        }
    }

    private static void run(String[] args) {
        SpringApplication.run(RelayApplication.class, args);
    }
}
