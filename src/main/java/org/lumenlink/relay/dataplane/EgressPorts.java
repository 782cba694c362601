package org.lumenlink.relay.dataplane;

/**
 * Egress ports in use, as of the latest sweep. A port can be in use towards many destinations at once.
 *
 * @param flows sessions that have one
 * @param busiest how many are in use from one address of the relay to the destination, address and port, that has most
 * @param count how many there are
 */
public record EgressPorts(int flows, int busiest, int count) {}
