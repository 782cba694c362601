/* Floods: the deny list, and budgets for opening tickets. docs/floods.md says why they are as they
 * are.
 */
#ifndef LUMENLINK_FLOOD_H
#define LUMENLINK_FLOOD_H

#include <bpf/bpf_helpers.h>
#include "maps.h"
#include "parse.h"

/* Of the packets over budget one in so many is tried from the reserve. */
#define SECOND_CHANCE_OF 32

#define GOLDEN_RATIO 0x9e3779b9U /* 2^32 / 1.618... */

static __noinline int deny_map_has(const struct packet *p)
{
	struct deny_key key = {.prefix_length = 128, .network = p->source};
	const __u32 *prefix_length = bpf_map_lookup_elem(&deny_map, &key);

	/* An IPv6 network such as ::/0 contains all mapped addresses, but is not about IPv4. */
	return prefix_length && (p->is_ipv6 || *prefix_length >= MAPPED_PREFIX_LENGTH);
}

/* Whether a packet comes from a network on the deny list. For packets that are the relay's own
 * business only: nobody can be locked out of the host by this list. */
static __always_inline int flood_denies(const struct epoch *epoch, const struct packet *p)
{
	return epoch->denied && deny_map_has(p);
}

/* Charges an opening if it is due: the "generic cell rate algorithm", a token bucket in one word.
 */
static __always_inline int opening_take(const volatile struct opening_rate *rate, __u64 *due,
					__u64 now)
{
	__u64 from = *(volatile __u64 *)due;

	if (from < now)
		from = now;
	if (from - now > rate->tolerance)
		return 0;
	*(volatile __u64 *)due = from + rate->interval;
	return 1;
}

/* Charges an opening, and remembers when there was none to be had. */
static __always_inline int budget_take(struct opening_budget *budget,
				       const volatile struct opening_rate *rate, __u64 now,
				       __u64 jiffies)
{
	if (opening_take(rate, &budget->due, now))
		return 1;
	budget->spent_at = jiffies;
	return 0;
}

/* One in SECOND_CHANCE_OF, spread evenly: steps of the golden ratio around a circle. So whoever
 * sends alone is tried within 55 packets, and whoever sends every n-th packet is tried as often as
 * all others, whatever n is, which a plain count would not ensure. */
static __always_inline enum verdict_reason second_chance(struct cpu_budget *cpu,
							 enum verdict_reason otherwise)
{
	cpu->chance += GOLDEN_RATIO;
	if (cpu->chance >= (1ULL << 32) / SECOND_CHANCE_OF)
		return otherwise;
	return opening_take(&config.reserve_openings, &cpu->reserve_due, bpf_ktime_get_ns())
		       ? FORWARDED
		       : otherwise;
}

/* Returns the key of source_map: all that the holder of one IPv6 subnet can send from is one. */
static __always_inline __u64 source_of(const struct packet *p)
{
	return address_half(&p->source, p->is_ipv6 ? 0 : 1);
}

/* Decides whether a ticket that has no session yet may be opened. Costs no cryptography, and, over
 * budget, no clock: that is read again once the jiffies have changed.
 *
 * The CPU's budget is looked at first and charged last. First, so that a flood from many sources
 * does not fill source_map at its own rate; last, so that a source over its own budget does not use
 * up that of the others.
 *
 * Returns FORWARDED, SOURCE_OVER_BUDGET or CPU_OVER_BUDGET. */
static __always_inline enum verdict_reason flood_admit(const struct packet *p)
{
	__u64 source = source_of(p), jiffies = bpf_jiffies64(), now;
	struct opening_budget *budget;
	struct cpu_budget *cpu;
	__u32 zero = 0;

	cpu = bpf_map_lookup_elem(&cpu_budget_map, &zero);
	if (!cpu)
		return INTERNAL;
	if (cpu->openings.spent_at == jiffies)
		return second_chance(cpu, CPU_OVER_BUDGET);
	/* A flood from one source need not even be looked up. */
	if (cpu->spent_source == source && cpu->spent_source_at == jiffies)
		return second_chance(cpu, SOURCE_OVER_BUDGET);
	budget = bpf_map_lookup_elem(&source_map, &source);
	if (budget && budget->spent_at == jiffies)
		return second_chance(cpu, SOURCE_OVER_BUDGET);
	now = bpf_ktime_get_ns();
	if (!budget) {
		struct opening_budget fresh = {.due = now + config.source_openings.interval};

		bpf_map_update_elem(&source_map, &source, &fresh, BPF_NOEXIST);
	} else if (!budget_take(budget, &config.source_openings, now, jiffies)) {
		cpu->spent_source = source;
		cpu->spent_source_at = jiffies;
		return second_chance(cpu, SOURCE_OVER_BUDGET);
	}
	if (!budget_take(&cpu->openings, &config.cpu_openings, now, jiffies))
		return second_chance(cpu, CPU_OVER_BUDGET);
	return FORWARDED;
}

#endif
