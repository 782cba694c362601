package org.lumenlink.relay.libbpf;

/**
 * What a map is made as.
 *
 * @param type one of enum bpf_map_type of linux/bpf.h
 * @param keySize bytes
 * @param valueSize bytes, of one CPU's value for a per-CPU map
 * @param maxEntries entries; bytes for a ring buffer
 * @param flags BPF_F_ bits of linux/bpf.h
 */
public record MapShape(int type, int keySize, int valueSize, int maxEntries, int flags) {}
