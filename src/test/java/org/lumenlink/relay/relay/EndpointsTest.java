package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.relay.Tokens.Endpoint;

class EndpointsTest {

    @Test
    void parseUnderstandsBothFamilies() {
        assertThat(Endpoints.parse("192.0.2.1:443")).isEqualTo(new Endpoint("192.0.2.1", 443));
        assertThat(Endpoints.parse("[2001:db8::1]:65535")).isEqualTo(new Endpoint("2001:db8:0:0:0:0:0:1", 65535));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "192.0.2.1:0",
                "192.0.2.1:65536",
                "192.0.2.256:1",
                "2001:db8::1:443",
                "[2001:db8::1]",
                "[192.0.2.1:443",
                "relay.example.org:443",
                ""
            })
    void parseWhenItIsNotAnAddressAndAPortThenSaysHowItMustLook(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.parse(text))
                .withMessageContaining("lumenlink.relay.endpoints")
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("[2001:db8::1]:443");
    }
}
