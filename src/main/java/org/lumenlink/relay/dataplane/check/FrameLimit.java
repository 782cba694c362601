package org.lumenlink.relay.dataplane.check;

import java.util.OptionalInt;
import org.lumenlink.relay.libbpf.Drivers;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.Link;

/** How long frames may be for the program to see them natively, in the one buffer that drivers keep a frame in. */
public final class FrameLimit {

    public static final int ETHERNET_HEADER = 14;
    public static final int VLAN_TAG = 4;

    private final Drivers drivers;
    private final int pageSize;

    public FrameLimit(HostInfo host, Drivers drivers) {
        this.pageSize = host.pageSize();
        this.drivers = drivers;
    }

    /**
     * Returns the length of the longest frame, from the Ethernet header on; empty for drivers that it is not known of,
     * and for an interface that has just gone.
     */
    public OptionalInt ofNative(Link link) {
        try {
            return NativeLimits.of(drivers.name(link), pageSize).largestFrame();
        } catch (KernelException e) {
            if (e.errno().is(Errno.ENODEV)) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }
}
