package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import java.util.Map;
import java.util.Optional;
import org.lumenlink.relay.libbpf.Drivers;
import org.lumenlink.relay.libbpf.Link;

/** Asks over sockets of its own. */
public final class NativeDrivers implements Drivers {

    /* struct ethtool_drvinfo of linux/ethtool.h: __u32 cmd; char driver[32]; and more that is not needed here. */
    private static final int ETHTOOL_GDRVINFO = 3;
    private static final int DRVINFO_SIZE = 196;
    private static final int DRVINFO_NAME = 4;
    private static final int DRVINFO_NAME_SIZE = 32;

    /* struct ethtool_channels: __u32 cmd, max_rx, max_tx, max_other, max_combined, rx, tx, other, combined. */
    private static final int ETHTOOL_GCHANNELS = 0x3c;
    private static final int CHANNELS_SIZE = 36;
    private static final int MAX_RX = 4;
    private static final int MAX_TX = 8;
    private static final int MAX_COMBINED = 16;
    private static final int RX = 20;
    private static final int TX = 24;
    private static final int COMBINED = 32;

    private final EthtoolSocket ethtool;

    private final NetlinkSocket generic;

    private final EthtoolFeatures features;

    private final XdpAbility xdp;

    private NativeDrivers(EthtoolSocket ethtool, NetlinkSocket generic) {
        this.ethtool = ethtool;
        this.generic = generic;
        this.features = new EthtoolFeatures(ethtool);
        this.xdp = new XdpAbility(generic);
    }

    /** Opens sockets in the calling thread's network namespace. */
    public static Drivers open() {
        EthtoolSocket ethtool = EthtoolSocket.open();
        try {
            return new NativeDrivers(ethtool, NetlinkSocket.openGeneric());
        } catch (RuntimeException e) {
            ethtool.close();
            throw e;
        }
    }

    @Override
    public String name(Link link) {
        try (Memory info = new Memory(DRVINFO_SIZE)) {
            info.clear();
            info.setInt(0, ETHTOOL_GDRVINFO);
            return ethtool.ask(link.name(), info, "ask for the driver")
                    ? CStrings.decode(info.getByteArray(DRVINFO_NAME, DRVINFO_NAME_SIZE))
                    : "";
        }
    }

    @Override
    public Optional<Queues> queues(Link link) {
        try (Memory channels = new Memory(CHANNELS_SIZE)) {
            channels.clear();
            channels.setInt(0, ETHTOOL_GCHANNELS);
            return ethtool.ask(link.name(), channels, "ask for the queues")
                    ? Optional.of(new Queues(
                            channels.getInt(COMBINED),
                            channels.getInt(RX),
                            channels.getInt(TX),
                            channels.getInt(MAX_COMBINED),
                            channels.getInt(MAX_RX),
                            channels.getInt(MAX_TX)))
                    : Optional.empty();
        }
    }

    @Override
    public Map<String, Feature> features(Link link) {
        return features.of(link.name());
    }

    @Override
    public Optional<Boolean> runsXdp(Link link) {
        return xdp.of(link.index());
    }

    @Override
    public void close() {
        generic.close();
        ethtool.close();
    }
}
