package org.lumenlink.relay.metrics;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lumenlink.relay.relay.RelayStatus;
import org.lumenlink.relay.relay.RelayStatus.MapView;
import org.lumenlink.relay.relay.RelayStatus.StatsView;
import org.lumenlink.relay.relay.RelayStatus.VerdictView;

/**
 * The relay's figures at one moment.
 *
 * @param users registered
 * @param sessions in the session table
 * @param verdicts by name
 * @param maps by name
 */
record Reading(long users, long sessions, Map<String, VerdictView> verdicts, Map<String, MapView> maps) {

    static Reading of(RelayStatus status) {
        StatsView stats = status.stats();
        return new Reading(
                stats.users(),
                stats.sessions(),
                stats.verdicts().stream().collect(Collectors.toMap(VerdictView::verdict, Function.identity())),
                status.dataplane().maps().stream().collect(Collectors.toMap(MapView::name, Function.identity())));
    }

    /** Returns the count of a verdict; zeros if the dataplane does not know it. */
    VerdictView verdict(String name) {
        VerdictView counted = verdicts.get(name);
        return counted == null ? new VerdictView(name, 0, 0) : counted;
    }

    /** Returns how full a map is. */
    double entries(String map) {
        MapView view = maps.get(map);
        return view == null ? Double.NaN : view.entries();
    }
}
