/* One at a time in a user's slot.
 *
 * bpf_spin_lock does that on every kernel, and costs two calls and the masking of interrupts. With
 * OWN_LOCK a word of the slot does: that takes compare-and-exchange (Linux 5.12), and bpf_loop
 * (5.17) to wait, and a CPU on which all stores before that of the 0 are seen before it, such as
 * x86-64. The control plane chooses between the two objects when it loads one.
 *
 * Interrupts are not masked then. So whoever holds the word may be kept from going on, for as long
 * as a hypervisor pleases, or, with BPF_PROG_TEST_RUN on old kernels, by one that waits on the same
 * CPU: waiting has an end, and USER_BUSY for a verdict.
 */
#ifndef LUMENLINK_GUARD_H
#define LUMENLINK_GUARD_H

#include <bpf/bpf_helpers.h>
#include "maps.h"

#ifdef OWN_LOCK

/* How often the word is looked at, 25 ns or more apart, before waiting ends: 0.2 s or longer. */
#define LOCK_LOOKS (1 << 23)

/* A word so many jiffies (10 to 100 s) from now is nobody's: no program runs for so long, so that
 * it must have been written by hand. */
#define LOCK_DEAD 10000U

struct slot_wait {
	struct user_slot *slot;
	__u32 stamp;
	__u32 is_taken;
};

static long slot_wait_step(__u32 look, void *context)
{
	struct slot_wait *wait = context;
	struct user_slot *slot = wait->slot;
	__u32 held = *(volatile __u32 *)&slot->held;

	(void)look;
	/* What was taken after `stamp` is a little ahead of it. */
	if (!held || wait->stamp - held + LOCK_DEAD > 2 * LOCK_DEAD)
		wait->is_taken =
			__sync_val_compare_and_swap(&slot->held, held, wait->stamp) == held;
	else
		bpf_ktime_get_ns(); /* to let some time pass */
	return wait->is_taken ? 1 : 0;
}

static __noinline int slot_wait(struct user_slot *slot, __u32 stamp)
{
	struct slot_wait wait = {.slot = slot, .stamp = stamp};

	if (!slot)
		return 0;
	bpf_loop(LOCK_LOOKS, slot_wait_step, &wait, 0);
	return wait.is_taken;
}

/* Returns whether the slot is locked now. */
static __always_inline int slot_lock(struct user_slot *slot)
{
	__u32 stamp = (__u32)bpf_jiffies64() | 1;

	return !__sync_val_compare_and_swap(&slot->held, 0, stamp) || slot_wait(slot, stamp);
}

static __always_inline void slot_unlock(struct user_slot *slot)
{
	barrier();
	*(volatile __u32 *)&slot->held = 0;
}

#else

/* Returns 1. */
static __always_inline int slot_lock(struct user_slot *slot)
{
	bpf_spin_lock(&slot->lock);
	return 1;
}

static __always_inline void slot_unlock(struct user_slot *slot)
{
	bpf_spin_unlock(&slot->lock);
}

#endif

#endif
