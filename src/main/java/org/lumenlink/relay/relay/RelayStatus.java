package org.lumenlink.relay.relay;

import java.util.List;

/** Tells how the relay is doing. */
public interface RelayStatus {

    /** Returns how the dataplane is set up. */
    DataplaneView dataplane();

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
     */
    record AttachmentView(String interfaceName, int interfaceIndex, String mode, String reason) {}

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
     */
    record StatsView(long users, long sessions, List<VerdictView> verdicts) {}

    /**
     * One way for a packet to leave the dataplane.
     *
     * @param verdict lower-case name of the reason, such as {@code tag_mismatch}
     * @param packets how many
     * @param bytes of whole frames
     */
    record VerdictView(String verdict, long packets, long bytes) {}
}
