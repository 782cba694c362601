/* The replay window of a session (after RFC 6479, exact to the bit). */
#ifndef LUMENLINK_REPLAY_H
#define LUMENLINK_REPLAY_H

#include <bpf/bpf_helpers.h>
#include "relay_abi.h"

/* Forgets the numbers of the window from `from` on, `count` of them (at most the whole window). */
static __always_inline void replay_clear(struct session *session, __u64 from, __u64 count)
{
#pragma clang loop unroll(full)
	for (__u32 word = 0; word < REPLAY_WINDOW_WORDS; word++) {
		/* Where this word's first bit lies, counted from `from` round the window. */
		__u64 start = (word * 64 - from) % REPLAY_WINDOW_BITS;
		__u64 mask = 0;

		if (start < count)
			mask = count - start >= 64 ? ~0ULL : (1ULL << (count - start)) - 1;
		/* The range may have begun inside this word. */
		if (start > REPLAY_WINDOW_BITS - 64) {
			__u64 skipped = REPLAY_WINDOW_BITS - start;
			__u64 inside =
				count >= 64 - skipped ? ~0ULL : ((1ULL << (count + skipped)) - 1);
			mask |= inside & ~((1ULL << skipped) - 1);
		}
		session->window[word] &= ~mask;
	}
}

/* Decides on an authenticated packet number and remembers it. Call with the session's lock held.
 *
 * Returns FORWARDED, REPLAYED or NUMBER_TOO_OLD; sets `is_newest` if it is the highest so far. */
static __always_inline enum verdict_reason replay_check(struct session *session, __u64 number,
							int *is_newest)
{
	__u64 next = session->next_number;
	__u64 bit = 1ULL << (number % 64);
	__u64 word = number / 64 % REPLAY_WINDOW_WORDS;

	if (number >= next) {
		__u64 step = number + 1 - next;

		if (step > 1)
			replay_clear(session, next,
				     step < REPLAY_WINDOW_BITS ? step : REPLAY_WINDOW_BITS);
		session->window[word & (REPLAY_WINDOW_WORDS - 1)] |= bit;
		session->next_number = number + 1;
		*is_newest = 1;
		return FORWARDED;
	}
	if (next - number > REPLAY_WINDOW_BITS)
		return NUMBER_TOO_OLD;
	if (session->window[word & (REPLAY_WINDOW_WORDS - 1)] & bit)
		return REPLAYED;
	session->window[word & (REPLAY_WINDOW_WORDS - 1)] |= bit;
	return FORWARDED;
}

#endif
