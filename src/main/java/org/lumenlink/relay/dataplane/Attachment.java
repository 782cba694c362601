package org.lumenlink.relay.dataplane;

import org.lumenlink.relay.libbpf.XdpMode;

/**
 * An interface that the program is attached to.
 *
 * @param interfaceName such as {@code eth0}
 * @param interfaceIndex the kernel's index
 * @param mode how it is attached
 * @param reason why not native; empty where it is
 */
public record Attachment(String interfaceName, int interfaceIndex, XdpMode mode, String reason) {}
