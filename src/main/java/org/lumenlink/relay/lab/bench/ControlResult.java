package org.lumenlink.relay.lab.bench;

import java.util.List;

/**
 * What the control plane takes.
 *
 * @param latencies of single requests
 * @param scales of relays with many users
 */
record ControlResult(List<LatencyResult> latencies, List<ScaleResult> scales) {}
