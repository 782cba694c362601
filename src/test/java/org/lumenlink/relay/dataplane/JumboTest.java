package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.RelayHeader;

/** Frames beyond 1,500 bytes, as real packets. */
@RequiresBpf
class JumboTest {

    /** IPv4, UDP and relay header. */
    private static final int HEADERS = 20 + 8 + RelayHeader.LENGTH;

    @ParameterizedTest
    @CsvSource({"NATIVE, 0", "GENERIC, 9000"})
    void payloadWhenItFillsTheMtuThenCrossesBothWays(AttachMode mode, int wanted) {
        int mtu = wanted == 0 ? largestOfNative() : wanted;
        try (Crossroads roads = Crossroads.open("near,far", mode, mtu)) {
            await().atMost(Duration.ofMinutes(2)).until(() -> roads.alice().isServed());

            assertThat(roads.alice().getsThrough(mtu - HEADERS)).isTrue();
            assertThat(roads.dataplane().info().attached())
                    .allSatisfy(status -> assertThat(status.mtu()).isEqualTo(mtu))
                    .allSatisfy(status -> assertThat(status.mtuFits()).contains(true));
        }
    }

    private static int largestOfNative() {
        return HostInfo.current().pageSize() - 256 - 320 - 14;
    }
}
