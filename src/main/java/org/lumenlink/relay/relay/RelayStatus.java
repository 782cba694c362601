package org.lumenlink.relay.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells how the relay is doing. */
public interface RelayStatus {

    /** Returns how the dataplane is set up. */
    DataplaneView dataplane();

    /** Returns how many users are registered. */
    long users();

    /** Returns the counters. */
    StatsView stats();

    /**
     * The dataplane as it runs.
     *
     * @param attached on which interfaces, and how
     * @param missing interfaces that are to have the program, and have not
     * @param relayPort UDP port that clients send to
     * @param relayAddresses addresses that clients may send to
     * @param egressPorts such as {@code 20000-59999}
     * @param pinPath folder of the pinned maps
     * @param layoutVersion of the maps
     * @param programId the kernel's id of the XDP program
     * @param kernel the kernel's release
     * @param libbpf version
     * @param maps the maps and how full they are
     */
    record DataplaneView(
            List<AttachmentView> attached,
            List<MissingView> missing,
            int relayPort,
            List<String> relayAddresses,
            String egressPorts,
            String pinPath,
            int layoutVersion,
            int programId,
            String kernel,
            String libbpf,
            List<MapView> maps) {}

    /**
     * One interface.
     *
     * @param interfaceName such as {@code eth0}
     * @param interfaceIndex the kernel's index
     * @param mode {@code native} or {@code generic}
     * @param reason why generic, empty for native
     * @param isUp whether it is switched on
     * @param mac link-layer address, or empty
     * @param mtu of IP packets, in bytes
     * @param largestFrame the longest that the program gets to see, in bytes; null if any, or not known
     * @param mtuFits whether frames of that MTU are not longer; null if not known
     * @param vlans VLAN devices on top of it
     */
    record AttachmentView(
            String interfaceName,
            int interfaceIndex,
            String mode,
            String reason,
            boolean isUp,
            String mac,
            int mtu,
            @Nullable Integer largestFrame,
            @Nullable Boolean mtuFits,
            List<VlanView> vlans) {}

    /**
     * A VLAN device.
     *
     * @param interfaceName such as {@code eth0.5}
     * @param interfaceIndex the kernel's index
     * @param tags of its frames, outermost first
     */
    record VlanView(String interfaceName, int interfaceIndex, List<TagView> tags) {}

    /**
     * A VLAN tag.
     *
     * @param protocol {@code 802.1Q} or {@code 802.1ad}
     * @param id 0 to 4094
     */
    record TagView(String protocol, int id) {}

    /**
     * An interface that is to have the program, and has not.
     *
     * @param interfaceName such as {@code eth0}
     * @param reason why not
     */
    record MissingView(String interfaceName, String reason) {}

    /** A map's fill. Entries is -1 for arrays and rings, which are always whole. */
    record MapView(String name, int entries, int maxEntries) {}

    /**
     * Counters since the maps were made.
     *
     * @param users registered
     * @param sessions in the session table
     * @param verdicts one for each verdict reason, in the order of its number
     * @param latency of relayed packets
     */
    record StatsView(long users, long sessions, List<VerdictView> verdicts, LatencyView latency) {}

    /**
     * One way for a packet to leave the dataplane.
     *
     * @param verdict lower-case name of the reason, such as {@code tag_mismatch}
     * @param packets how many
     * @param bytes of whole frames
     */
    record VerdictView(String verdict, long packets, long bytes) {}
}
