package org.lumenlink.relay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @Test
    void parseWhenAddressIsIpv4ThenReadsAddressAndPort() {
        assertThat(Endpoint.parse("192.0.2.1:443")).isEqualTo(new InetSocketAddress("192.0.2.1", 443));
    }

    @Test
    void parseWhenAddressIsIpv6InBracketsThenReadsAddressAndPort() {
        assertThat(Endpoint.parse("[2001:db8::1]:65535")).isEqualTo(new InetSocketAddress("2001:db8::1", 65_535));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "192.0.2.1", ":443", "[]:443", "2001:db8::1:443", "192.0.2.1:", "192.0.2.1:https"})
    void parseWhenShapeIsWrongThenSaysHowToWriteIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(text))
                .withMessageContaining("is not HOST:PORT: write");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1:0", "192.0.2.1:-1", "192.0.2.1:65536"})
    void parseWhenPortIsOutOfRangeThenSaysTheRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(text))
                .withMessage("the port in %s must be 1 to 65535".formatted(text));
    }
}
