package org.lumenlink.relay.relay;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.relay.Tokens.Endpoint;
import org.springframework.stereotype.Component;

/** Where clients are told to send: what the settings say, or else every address of the relay. */
@Component
class Endpoints {

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([0-9.]+)):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    private final List<Endpoint> configured;
    private final Dataplane dataplane;

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one of them is not an address and a port
     */
    Endpoints(RelaySettings settings, Dataplane dataplane) {
        this.configured = settings.endpoints().stream().map(Endpoints::parse).toList();
        this.dataplane = dataplane;
    }

    List<Endpoint> current() {
        if (!configured.isEmpty()) {
            return configured;
        }
        int relayPort = dataplane.settings().port();
        return dataplane.relayAddresses().stream()
                .map(address -> new Endpoint(address.getHostAddress(), relayPort))
                .toList();
    }

    static Endpoint parse(String text) {
        Matcher matcher = FORM.matcher(text.trim());
        if (matcher.matches()) {
            String literal = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            int port = Integer.parseInt(matcher.group(3));
            try {
                if (port >= 1 && port <= MAX_PORT) {
                    return new Endpoint(InetAddress.ofLiteral(literal).getHostAddress(), port);
                }
            } catch (IllegalArgumentException e) {
                throw invalid(text, e);
            }
        }
        throw invalid(text, null);
    }

    private static IllegalArgumentException invalid(String text, @Nullable IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "lumenlink.relay.endpoints has '%s', which must be an IP address and a port, such as 192.0.2.1:443 or [2001:db8::1]:443"
                        .formatted(text),
                cause);
    }
}
