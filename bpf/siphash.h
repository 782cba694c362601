/* SipHash-2-4 (Aumasson and Bernstein, 2012; the 128-bit output is the authors' later addition).
 *
 * Keys and messages are little-endian 64-bit words, as the reference implementation reads them.
 * Messages are fed word by word, so that each caller says just what it hashes and in which order.
 */
#ifndef LUMENLINK_SIPHASH_H
#define LUMENLINK_SIPHASH_H

#include <bpf/bpf_helpers.h>
#include "relay_abi.h"

struct siphash {
	__u64 v0, v1, v2, v3;
};

/* BPF has no rotation: `r` helps to rotate `x` by `bits` to the left. */
#define SIPHASH_ROTATE(x, bits, rest)                                                              \
	"%[r] = %[" x "]; %[" x "] <<= " bits "; %[r] >>= " rest "; %[" x "] |= %[r];"

/* In so many words, as clang makes 38 instructions of what takes 32. */
static __always_inline void siphash_round(struct siphash *s)
{
	__u64 r;

	asm("%[v0] += %[v1];" SIPHASH_ROTATE("v1", "13", "51") "%[v1] ^= %[v0];" SIPHASH_ROTATE(
		    "v0", "32",
		    "32") "%[v2] += %[v3];" SIPHASH_ROTATE("v3", "16",
							   "48") "%[v3] ^= %[v2];"
								 "%[v0] += %[v3];" SIPHASH_ROTATE(
									 "v3", "21",
									 "43") "%[v3] ^= %[v0];"
									       "%[v2] += "
									       "%[v1]"
									       ";" SIPHASH_ROTATE(
										       "v1", "17",
										       "47") "%[v1]"
											     " ^= "
											     "%[v2]"
											     ";" SIPHASH_ROTATE(
												     "v2",
												     "32",
												     "32")
	    : [v0] "+r"(s->v0), [v1] "+r"(s->v1), [v2] "+r"(s->v2), [v3] "+r"(s->v3), [r] "=&r"(r));
}

static __always_inline void siphash_start(struct siphash *s, const __u64 key[2])
{
	s->v0 = 0x736f6d6570736575ULL ^ key[0];
	s->v1 = 0x646f72616e646f6dULL ^ key[1];
	s->v2 = 0x6c7967656e657261ULL ^ key[0];
	s->v3 = 0x7465646279746573ULL ^ key[1];
}

static __always_inline void siphash_start128(struct siphash *s, const __u64 key[2])
{
	siphash_start(s, key);
	s->v1 ^= 0xee;
}

static __always_inline void siphash_word(struct siphash *s, __u64 word)
{
	s->v3 ^= word;
	siphash_round(s);
	siphash_round(s);
	s->v0 ^= word;
}

/* The last word of a message: its remaining 0 to 7 bytes, low first, and its length modulo 256. */
static __always_inline void siphash_last(struct siphash *s, __u64 rest, __u64 length)
{
	siphash_word(s, rest | length << 56);
}

static __always_inline __u64 siphash_finish(struct siphash *s)
{
	s->v2 ^= 0xff;
	siphash_round(s);
	siphash_round(s);
	siphash_round(s);
	siphash_round(s);
	return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

static __always_inline void siphash_finish128(struct siphash *s, __u64 out[2])
{
	s->v2 ^= 0xee;
	siphash_round(s);
	siphash_round(s);
	siphash_round(s);
	siphash_round(s);
	out[0] = s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
	s->v1 ^= 0xdd;
	siphash_round(s);
	siphash_round(s);
	siphash_round(s);
	siphash_round(s);
	out[1] = s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

#endif
