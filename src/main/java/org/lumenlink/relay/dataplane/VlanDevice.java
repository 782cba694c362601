package org.lumenlink.relay.dataplane;

import java.util.List;

/**
 * A VLAN device on top of an interface that the program is attached to.
 *
 * @param interfaceName such as {@code eth0.5}
 * @param interfaceIndex the kernel's index
 * @param tags that its frames carry on that interface, outermost first
 */
public record VlanDevice(String interfaceName, int interfaceIndex, List<VlanTag> tags) {}
