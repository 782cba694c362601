/* Who may use the relay. */
#ifndef LUMENLINK_USER_H
#define LUMENLINK_USER_H

#include <bpf/bpf_helpers.h>
#include "maps.h"

/* Whether the user is registered, enabled, and has not revoked this generation of tickets. */
static __always_inline enum verdict_reason admit(const struct user_entry *user, __u16 generation)
{
	if (!user)
		return USER_UNKNOWN;
	if (!user->enabled)
		return USER_DISABLED;
	return user->generation == generation ? FORWARDED : TICKET_REVOKED;
}

#endif
