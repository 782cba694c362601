/* A map of each kind that the Java side reads and writes, and programs that touch them. */
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct settings {
	__u32 verdict;
	__u32 added; /* to the counter, for each packet */
};

const volatile struct settings config SEC(".rodata.config") = {XDP_PASS, 1};

struct counter {
	struct bpf_spin_lock lock;
	__u32 untouched;
	__u64 packets;
};

struct prefix {
	__u32 length;
	__u32 address;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} lru_hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} percpu_hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} array SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} percpu_array SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct prefix);
	__type(value, __u64);
} trie SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct counter);
} locked SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

/* Adds to the entry 0 of `locked`, under its lock. */
SEC("xdp")
int count_locked(struct xdp_md *ctx)
{
	__u32 key = 0;
	struct counter *counter = bpf_map_lookup_elem(&locked, &key);

	(void)ctx;
	if (counter) {
		bpf_spin_lock(&counter->lock);
		counter->packets += config.added;
		bpf_spin_unlock(&counter->lock);
	}
	return config.verdict;
}

/* Adds to the entry 1 of this CPU in `percpu_array`. */
SEC("xdp")
int count_percpu(struct xdp_md *ctx)
{
	__u32 key = 1;
	__u32 *count = bpf_map_lookup_elem(&percpu_array, &key);

	(void)ctx;
	if (count)
		*count += 1;
	return config.verdict;
}

/* Puts the index of the interface that the packet came in on into the ring. */
SEC("xdp")
int report(struct xdp_md *ctx)
{
	__u64 *record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);

	if (record) {
		*record = ctx->ingress_ifindex;
		bpf_ringbuf_submit(record, 0);
	}
	return config.verdict;
}

char _license[] SEC("license") = "GPL";
