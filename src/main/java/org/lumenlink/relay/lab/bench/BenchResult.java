package org.lumenlink.relay.lab.bench;

import java.util.List;

/**
 * All that a run of the bench found.
 *
 * @param host where it ran
 * @param packets what packets cost
 * @param crossings how fast packets cross
 * @param control what the control plane takes
 */
record BenchResult(HostFacts host, List<PacketResult> packets, List<CrossingResult> crossings, ControlResult control) {}
