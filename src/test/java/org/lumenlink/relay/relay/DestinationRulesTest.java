package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationRulesTest {

    private static final List<InetAddress> OWN =
            List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8:1::1"));

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "0.1.2.3, this network",
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "169.254.0.1, link-local",
        "169.254.169.254, credentials",
        "100.100.100.200, credentials",
        "168.63.129.16, credentials",
        "192.0.0.192, credentials",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.254, reserved",
        "255.255.255.255, broadcast",
        "192.0.2.1, the relay itself",
        "::, unspecified",
        "::1, loopback",
        "fe80::1, link-local",
        "febf:ffff::1, link-local",
        "ff02::1, multicast",
        "fd00:ec2::254, credentials",
        "fd00:ec2::23, credentials",
        "fd20:ce::254, credentials",
        "2001:db8:1::1, the relay itself",
    })
    void refusalWhenAddressIsDangerousThenSaysWhy(String address, String reason) {
        assertThat(DestinationRules.refusal(InetAddress.ofLiteral(address), OWN))
                .hasValueSatisfying(message ->
                        assertThat(message).startsWith("must not be ").contains(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "::ffff:127.0.0.1, loopback",
        "::ffff:192.0.2.1, the relay itself",
        "::127.0.0.1, IPv4-compatible",
        "::ffff:0:127.0.0.1, IPv4-translated",
        "64:ff9b::169.254.169.254, NAT64",
        "64:ff9b:1::127.0.0.1, NAT64",
        "64:ff9b::192.0.2.1, the relay itself",
        "2002:7f00:1::, 6to4",
        "2002:a9fe:a9fe::1, 6to4",
        "2001:0:7f00:1::1, Teredo server",
        "2001:0:c633:6401::8000:ffff, Teredo client",
    })
    void refusalWhenDangerousIpv4AddressIsHiddenThenNamesTheWay(String address, String reason) {
        assertThat(DestinationRules.refusal(InetAddress.ofLiteral(address), OWN))
                .hasValueSatisfying(message -> assertThat(message).contains(reason));
    }

    @Test
    void refusalWhenMappedAddressHasKeptItsSixteenBytesThenIsThatOfIpv4() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 127;
        mapped[15] = 1;
        InetAddress address = Inet6Address.getByAddress(null, mapped, 1);
        assertThat(address.getAddress()).hasSize(16);
        assertThat(DestinationRules.refusal(address, OWN))
                .hasValueSatisfying(message -> assertThat(message).contains("loopback"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "192.168.1.1",
                "100.64.0.1",
                "192.0.2.2",
                "198.51.100.7",
                "1.1.1.1",
                "223.255.255.254",
                "2001:db8::1",
                "2606:4700::1111",
                "fd00::1",
                "fec0::1",
                "64:ff9b::1.1.1.1",
                "2002:101:101::1"
            })
    void refusalWhenAddressIsOrdinaryThenNone(String address) {
        assertThat(DestinationRules.refusal(InetAddress.ofLiteral(address), OWN))
                .isEmpty();
    }
}
