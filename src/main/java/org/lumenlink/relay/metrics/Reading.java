package org.lumenlink.relay.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.EgressPorts;
import org.lumenlink.relay.dataplane.MapInfo;
import org.lumenlink.relay.dataplane.NextHops;
import org.lumenlink.relay.dataplane.VerdictCount;
import org.lumenlink.relay.dataplane.VerdictReason;

/**
 * The dataplane's figures at one moment.
 *
 * @param verdicts by reason
 * @param maps by name
 * @param egressPorts in use
 * @param nextHops that the kernel keeps resolved
 */
record Reading(
        Map<VerdictReason, VerdictCount> verdicts,
        Map<String, MapInfo> maps,
        EgressPorts egressPorts,
        NextHops nextHops) {

    static Reading of(Dataplane dataplane) {
        return of(dataplane.verdicts(), dataplane.maps(), dataplane.egressPorts(), dataplane.nextHops());
    }

    static Reading of(List<VerdictCount> verdicts, List<MapInfo> maps, EgressPorts egressPorts, NextHops nextHops) {
        Map<VerdictReason, VerdictCount> byReason = new EnumMap<>(VerdictReason.class);
        verdicts.forEach(count -> byReason.put(count.reason(), count));
        return new Reading(
                byReason,
                maps.stream().collect(Collectors.toMap(MapInfo::name, Function.identity())),
                egressPorts,
                nextHops);
    }

    /** Returns the count of a verdict; zeros if the dataplane does not know it. */
    VerdictCount verdict(VerdictReason reason) {
        return verdicts.getOrDefault(reason, new VerdictCount(reason, 0, 0));
    }

    /** Returns how full a map is. */
    double entries(String map) {
        MapInfo info = maps.get(map);
        return info == null ? Double.NaN : info.entries();
    }
}
