package org.lumenlink.relay.relay;

import java.net.InetAddress;
import java.time.Clock;
import java.util.Locale;
import org.lumenlink.relay.dataplane.Attachment;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.DataplaneInfo;
import org.lumenlink.relay.dataplane.InterfaceStatus;
import org.lumenlink.relay.dataplane.VlanDevice;
import org.lumenlink.relay.registry.UserStore;
import org.springframework.stereotype.Service;

@Service
class ObservedRelay implements RelayStatus {

    private final Dataplane dataplane;
    private final UserStore store;
    private final Clock clock;

    ObservedRelay(Dataplane dataplane, UserStore store, Clock clock) {
        this.dataplane = dataplane;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public DataplaneView dataplane() {
        DataplaneInfo info = dataplane.info();
        return new DataplaneView(
                info.attached().stream().map(ObservedRelay::view).toList(),
                info.missing().stream()
                        .map(each -> new MissingView(each.interfaceName(), each.reason()))
                        .toList(),
                info.relayPort(),
                info.relayAddresses().stream().map(InetAddress::getHostAddress).toList(),
                info.egressPortFirst() + "-" + (info.egressPortFirst() + info.egressPortCount() - 1),
                info.pinPath().toString(),
                info.layoutVersion(),
                info.programId(),
                info.kernel(),
                info.libbpf(),
                info.maps().stream()
                        .map(map -> new MapView(map.name(), map.entries(), map.maxEntries()))
                        .toList());
    }

    @Override
    public long users() {
        return store.count();
    }

    @Override
    public StatsView stats() {
        return new StatsView(
                users(),
                dataplane.sessions().count(clock.instant()),
                dataplane.verdicts().stream()
                        .map(count -> new VerdictView(count.reason().label(), count.packets(), count.bytes()))
                        .toList(),
                new LatencyView(dataplane.latency()));
    }

    private static AttachmentView view(InterfaceStatus status) {
        Attachment attachment = status.attachment();
        return new AttachmentView(
                attachment.interfaceName(),
                attachment.interfaceIndex(),
                String.valueOf(attachment.mode()).toLowerCase(Locale.ROOT),
                attachment.reason(),
                status.isUp(),
                status.mac(),
                status.mtu(),
                status.largestFrame().isPresent() ? status.largestFrame().getAsInt() : null,
                status.mtuFits().orElse(null),
                status.vlans().stream().map(ObservedRelay::view).toList());
    }

    private static VlanView view(VlanDevice vlan) {
        return new VlanView(
                vlan.interfaceName(),
                vlan.interfaceIndex(),
                vlan.tags().stream()
                        .map(tag -> new TagView(tag.standard(), tag.id()))
                        .toList());
    }
}
