/* Runs all checks and prints what scripts/kernel-matrix reads:
 *
 *   wrong: TEXT                     what went wrong, as often as it does
 *   result: NAME passed|failed      one for each check
 *   libbpf: TEXT                    what libbpf has to say, such as the verifier's log
 */
#define _GNU_SOURCE
#include "guest.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>

#define FAR4 "198.51.100.1", "198.51.100.10"
#define FAR6 "2001:db8:2::1", "2001:db8:2::10"

const struct family families[FAMILIES] = {
	[IPV4] = {"ipv4", AF_INET, "192.0.2.10", "192.0.2.1", FAR4},
	[IPV6] = {"ipv6", AF_INET6, "2001:db8:1::10", "2001:db8:1::1", FAR6},
	[VLAN] = {"vlan", AF_INET, "192.0.3.10", "192.0.3.1", FAR4},
	[QINQ] = {"qinq", AF_INET6, "2001:db8:3::10", "2001:db8:3::1", FAR6},
};

static const char *const attachment_names[ATTACHMENTS] = {"native", "generic", "netlink"};

/* What has failed so far; a check that was never reached has failed too. */
struct tally {
	int loaded;
	int attached[ATTACHMENTS];
	int there[FAMILIES];
	int back[FAMILIES];
};

int wrong(const char *format, ...)
{
	va_list arguments;

	printf("wrong: ");
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
	return -1;
}

static int print_libbpf(enum libbpf_print_level level, const char *format, va_list arguments)
{
	if (level == LIBBPF_DEBUG)
		return 0;
	printf("libbpf: ");
	return vprintf(format, arguments);
}

/* Loads anew, so that no run finds sessions of another; returns whether the object could be loaded.
 */
static int run(enum attachment attachment, struct tally *tally)
{
	struct relay relay;
	int attached;

	if (relay_load(&relay))
		return 0;
	attached = !relay_fill(&relay) && !relay_attach(&relay, attachment);
	tally->attached[attachment] = attached;
	for (int f = 0; f < FAMILIES; f++) {
		struct outcome outcome = {};

		if (attached)
			outcome = traffic(&relay, &families[f]);
		printf("run: %s %s there %d back %d\n", attachment_names[attachment],
		       families[f].name, outcome.there, outcome.back);
		tally->there[f] &= outcome.there;
		tally->back[f] &= outcome.back;
		enter("relay");
	}
	relay_close(&relay);
	return 1;
}

static int prepare_far_ends(void)
{
	return enter("client") || pass_everything("relay0") || enter("destination") ||
	       pass_everything("relay0") || enter("relay");
}

static int result(const char *name, const char *suffix, int passed)
{
	printf("result: %s%s %s\n", name, suffix, passed ? "passed" : "failed");
	return passed ? 0 : 1;
}

static int report(const struct tally *tally)
{
	int failed = result("load", "", tally->loaded);

	for (int a = 0; a < ATTACHMENTS; a++)
		failed += result(attachment_names[a], "", tally->loaded && tally->attached[a]);
	for (int f = 0; f < FAMILIES; f++) {
		failed += result(families[f].name, "-there", tally->loaded && tally->there[f]);
		failed += result(families[f].name, "-back", tally->loaded && tally->back[f]);
	}
	return failed ? 1 : 0;
}

int main(void)
{
	struct tally tally = {1, {1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}};

	setvbuf(stdout, NULL, _IOLBF, 0);
	libbpf_set_print(print_libbpf);
	if (prepare_far_ends())
		tally.loaded = 0;
	for (int a = 0; a < ATTACHMENTS && tally.loaded; a++)
		tally.loaded = run((enum attachment)a, &tally);
	return report(&tally);
}
