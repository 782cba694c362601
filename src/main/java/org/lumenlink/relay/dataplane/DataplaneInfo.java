package org.lumenlink.relay.dataplane;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * The dataplane as it runs.
 *
 * @param attached interfaces that have the program
 * @param missing interfaces that are to have it, and have not
 * @param relayPort UDP port that clients send to
 * @param relayAddresses addresses that clients may send to
 * @param egressPortFirst first source port towards destinations
 * @param egressPortCount how many from there on
 * @param pinPath folder that holds the pinned maps
 * @param layoutVersion of the maps
 * @param programId the kernel's id of the XDP program
 * @param kernel release
 * @param libbpf version
 * @param maps how full they are
 */
public record DataplaneInfo(
        List<InterfaceStatus> attached,
        List<MissingInterface> missing,
        int relayPort,
        List<InetAddress> relayAddresses,
        int egressPortFirst,
        int egressPortCount,
        Path pinPath,
        int layoutVersion,
        int programId,
        String kernel,
        String libbpf,
        List<MapInfo> maps) {}
