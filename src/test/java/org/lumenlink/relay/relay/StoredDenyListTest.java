package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.dataplane.DenyMap;
import org.lumenlink.relay.dataplane.Network;
import org.lumenlink.relay.registry.DenyStore;
import org.lumenlink.relay.support.RequiresBpf;
import org.springframework.jdbc.core.simple.JdbcClient;

@RequiresBpf
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredDenyListTest {

    private static final Cidr NETWORK = cidr("203.0.113.0", 24);

    private final RelayRig rig = new RelayRig();
    private final DenyMap map = rig.dataplane().denied();

    @TempDir
    Path directory;

    @AfterAll
    void closeRig() {
        rig.close();
    }

    @AfterEach
    void emptyMap() {
        inMap().forEach(map::delete);
    }

    @Test
    void networkWhenPutThenInStoreAndMapUntilItIsDeleted() {
        rig.run(directory, context -> {
            DenyList denied = context.getBean(DenyList.class);
            assertThat(denied.put(NETWORK).created()).isTrue();
            assertThat(denied.put(NETWORK).created()).isFalse();
            assertThat(inMap()).containsExactly(NETWORK.network());
            assertThat(denied.list(null, 10).networks()).containsExactly(denied.get(NETWORK));
            denied.delete(NETWORK);
            assertThat(inMap()).isEmpty();
            assertThatExceptionOfType(UnknownNetworkException.class).isThrownBy(() -> denied.get(NETWORK));
            assertThatExceptionOfType(UnknownNetworkException.class).isThrownBy(() -> denied.delete(NETWORK));
        });
    }

    @Test
    void startWhenMapDiffersThenIsMadeEqualToTheStore() {
        rig.run(directory, context -> {
            context.getBean(DenyList.class).put(NETWORK);
            context.getBean(DenyList.class).put(cidr("2001:db8::", 32));
        });
        map.delete(NETWORK.network());
        map.put(cidr("0.0.0.0", 0).network());
        rig.run(directory, context -> {
            assertThat(inMap())
                    .containsExactlyInAnyOrder(
                            NETWORK.network(), cidr("2001:db8::", 32).network());
            assertThat(context.getBean(Reconciler.class).heal()).hasToString("nothing");
        });
    }

    @Test
    void listWhenFullThenRefusesAnotherAndChangesNothing() {
        rig.run(directory, context -> {
            DenyList denied = context.getBean(DenyList.class);
            for (int i = 0; i < RelayRig.CAPACITY; i++) {
                denied.put(cidr("10." + i + ".0.0", 16));
            }
            assertThatExceptionOfType(RegistryFullException.class)
                    .isThrownBy(() -> denied.put(NETWORK))
                    .withMessageContaining("lumenlink.relay.flood.deny-list-size");
            assertThat(context.getBean(DenyStore.class).count()).isEqualTo(RelayRig.CAPACITY);
            assertThat(denied.put(cidr("10.0.0.0", 16)).created()).isFalse();
        });
    }

    @Test
    void networkWhenTheMapRefusesThenStoreIsAsBefore() {
        rig.run(directory, context -> {
            DenyList denied = context.getBean(DenyList.class);
            for (int i = 0; i < RelayRig.CAPACITY; i++) {
                map.put(cidr("10." + i + ".0.0", 16).network());
            }
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> denied.put(NETWORK))
                    .withMessageContaining("deny_map");
            assertThat(context.getBean(DenyStore.class).count()).isZero();
            assertThat(context.getBean(ReconcileState.class).isReconciled()).isTrue();
        });
    }

    @Test
    void networkWhenNeitherMapNorStoreCanBeWrittenThenReconcilesLater() {
        rig.run(directory, context -> {
            DenyList denied = context.getBean(DenyList.class);
            for (int i = 0; i < RelayRig.CAPACITY; i++) {
                map.put(cidr("10." + i + ".0.0", 16).network());
            }
            context.getBean(JdbcClient.class)
                    .sql("CREATE TRIGGER stuck BEFORE DELETE ON denied_network BEGIN SELECT RAISE(ABORT, 'stuck'); END")
                    .update();
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> denied.put(NETWORK));
            assertThat(context.getBean(ReconcileState.class).isReconciled()).isFalse();
            context.getBean(Housekeeping.class).round();
            assertThat(context.getBean(ReconcileState.class).isReconciled()).isTrue();
            assertThat(inMap()).containsExactly(NETWORK.network());
        });
    }

    private List<Network> inMap() {
        List<Network> networks = new ArrayList<>();
        map.forEach(networks::add);
        return networks;
    }

    private static Cidr cidr(String address, int prefixLength) {
        return new Cidr(InetAddress.ofLiteral(address), prefixLength);
    }
}
