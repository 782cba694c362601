package org.lumenlink.relay.dataplane;

/**
 * How many next hops the kernel keeps resolved for the relay, and how it stands with them. Kernels older than 5.16 keep
 * none: all numbers are 0 there.
 *
 * @param resolved packets go there
 * @param waiting asked for, and not answered yet
 * @param failed asked for in vain; the kernel goes on asking
 */
public record NextHops(int resolved, int waiting, int failed) {}
