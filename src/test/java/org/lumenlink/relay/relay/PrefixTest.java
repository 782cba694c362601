package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "224.0.0.0/4, 239.255.255.255, true",
        "224.0.0.0/4, 240.0.0.0, false",
        "192.0.2.7/32, 192.0.2.7, true",
        "192.0.2.7/32, 192.0.2.6, false",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false",
        "::/128, ::, true",
        "::/128, ::1, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "::/0, 192.0.2.1, false",
    })
    void containsComparesJustTheFirstBits(String prefix, String address, boolean expected) {
        assertThat(Prefix.of(prefix).contains(InetAddress.ofLiteral(address).getAddress()))
                .isEqualTo(expected);
    }
}
