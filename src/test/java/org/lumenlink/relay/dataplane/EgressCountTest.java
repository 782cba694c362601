package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EgressCountTest {

    private static final int FLOW_SIZE = 36;
    private static final int REMOTE = 15;
    private static final int LOCAL = 31;
    private static final int REMOTE_PORT = 32;
    private static final int LOCAL_PORT = 34;

    @Test
    void countWhenFlowsShareADestinationThenKnowsTheBusiest() {
        EgressCount count = new EgressCount();
        count.add(flow(1, 1, 53, 20_000));
        count.add(flow(1, 1, 53, 20_001));
        count.add(flow(1, 1, 53, 20_002));
        count.add(flow(1, 1, 54, 20_000));
        count.add(flow(1, 2, 53, 20_000));
        count.add(flow(2, 1, 53, 20_000));

        assertThat(count.of(40_000)).isEqualTo(new EgressPorts(6, 3, 40_000));
    }

    @Test
    void countWhenThereAreNoFlowsThenNoPortsAreInUse() {
        assertThat(new EgressCount().of(40_000)).isEqualTo(new EgressPorts(0, 0, 40_000));
    }

    private static byte[] flow(int remote, int local, int remotePort, int localPort) {
        return ByteBuffer.allocate(FLOW_SIZE)
                .put(REMOTE, (byte) remote)
                .put(LOCAL, (byte) local)
                .putShort(REMOTE_PORT, (short) remotePort)
                .putShort(LOCAL_PORT, (short) localPort)
                .array();
    }
}
