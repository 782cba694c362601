package org.lumenlink.relay.registry.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.registry.internal.sqlite.SqliteFixture.NOW;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.registry.DeniedNetwork;
import org.lumenlink.relay.registry.DenyStore;

class SqliteDenyStoreTest {

    /** In the order of the store. */
    private static final List<DeniedNetwork> NETWORKS = List.of(
            network("::", 0),
            network("::", 96),
            network("::1", 128),
            network("0.0.0.0", 0),
            network("10.0.0.0", 8),
            network("10.0.0.0", 16),
            network("203.0.113.7", 32),
            network("2001:db8::", 32),
            network("ffff::", 16));

    @TempDir
    Path directory;

    @Test
    void networksWhenAddedThenListedInOrderAndFound() {
        withStore(store -> {
            List<DeniedNetwork> shuffled = new ArrayList<>(NETWORKS);
            Collections.reverse(shuffled);
            shuffled.forEach(network -> assertThat(store.add(network)).isTrue());
            assertThat(store.list(null, 100)).isEqualTo(NETWORKS);
            assertThat(store.count()).isEqualTo(NETWORKS.size());
            assertThat(NETWORKS)
                    .allSatisfy(network -> assertThat(store.find(network.address(), network.prefixLength()))
                            .contains(network));
            assertThat(store.find(InetAddress.ofLiteral("10.0.0.0"), 9)).isEmpty();
        });
    }

    @Test
    void networkWhenAddedTwiceThenTheFirstStays() {
        withStore(store -> {
            DeniedNetwork later = new DeniedNetwork(InetAddress.ofLiteral("::"), 0, NOW.plusSeconds(1));
            assertThat(store.add(NETWORKS.getFirst())).isTrue();
            assertThat(store.add(later)).isFalse();
            assertThat(store.list(null, 100)).containsExactly(NETWORKS.getFirst());
        });
    }

    @Test
    void networkWhenRemovedThenOnlyThatOneIsGone() {
        withStore(store -> {
            NETWORKS.forEach(store::add);
            assertThat(store.remove(InetAddress.ofLiteral("10.0.0.0"), 8)).isTrue();
            assertThat(store.remove(InetAddress.ofLiteral("10.0.0.0"), 8)).isFalse();
            assertThat(store.list(null, 100))
                    .hasSize(NETWORKS.size() - 1)
                    .contains(network("10.0.0.0", 16), network("0.0.0.0", 0));
        });
    }

    @Test
    void listWhenReadPageByPageThenHasEveryNetworkOnceEvenIfTheLastOneIsGone() {
        withStore(store -> {
            NETWORKS.forEach(store::add);
            List<DeniedNetwork> seen = new ArrayList<>();
            List<DeniedNetwork> page = store.list(null, 2);
            while (!page.isEmpty()) {
                seen.addAll(page);
                DeniedNetwork last = page.getLast();
                store.remove(last.address(), last.prefixLength());
                page = store.list(last, 2);
            }
            assertThat(seen).isEqualTo(NETWORKS);
        });
    }

    private static DeniedNetwork network(String address, int prefixLength) {
        return new DeniedNetwork(InetAddress.ofLiteral(address), prefixLength, NOW);
    }

    private void withStore(Consumer<DenyStore> test) {
        SqliteFixture.contextRunner(directory).run(context -> {
            assertThat(context).hasNotFailed();
            test.accept(context.getBean(DenyStore.class));
        });
    }
}
