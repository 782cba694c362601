/* Sends the packets of the known answers through the relay, and answers back. */
#define _GNU_SOURCE
#include "guest.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "vectors.h"

#define DATAGRAM_MAX 2048
#define WAIT_NS      30000000000ULL

/* An IPv4 or IPv6 address and port, as the socket calls want it. */
struct endpoint {
	union {
		struct sockaddr any;
		struct sockaddr_in ipv4;
		struct sockaddr_in6 ipv6;
	};
	socklen_t length;
};

struct datagram {
	uint8_t bytes[DATAGRAM_MAX];
	size_t length;
};

/* The two ends and what they know of the way. */
struct ends {
	const struct family *family;
	int client;
	int destination;
	struct endpoint relay; /* where the client sends to */
};

static struct endpoint endpoint_of(const struct family *family, const char *address, uint16_t port)
{
	struct endpoint e = {};

	e.any.sa_family = (sa_family_t)family->domain;
	if (family->domain == AF_INET) {
		inet_pton(AF_INET, address, &e.ipv4.sin_addr);
		e.ipv4.sin_port = htons(port);
		e.length = sizeof(e.ipv4);
	} else {
		inet_pton(AF_INET6, address, &e.ipv6.sin6_addr);
		e.ipv6.sin6_port = htons(port);
		e.length = sizeof(e.ipv6);
	}
	return e;
}

static uint16_t port_of(const struct endpoint *e)
{
	return ntohs(e->any.sa_family == AF_INET ? e->ipv4.sin_port : e->ipv6.sin6_port);
}

static int has_address(const struct family *family, const struct endpoint *e, const char *address)
{
	struct endpoint wanted = endpoint_of(family, address, 0);

	if (family->domain == AF_INET)
		return e->ipv4.sin_addr.s_addr == wanted.ipv4.sin_addr.s_addr;
	return !memcmp(&e->ipv6.sin6_addr, &wanted.ipv6.sin6_addr, sizeof(wanted.ipv6.sin6_addr));
}

/* Returns a socket in the namespace `where`, on that address and port. */
static int open_end(const struct family *family, const char *where, const char *address,
		    uint16_t port)
{
	const struct timeval patience = {.tv_sec = WAIT_NS / 1000000000};
	struct endpoint e = endpoint_of(family, address, port);
	int fd;

	if (enter(where))
		return -1;
	fd = socket(family->domain, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, &e.any, e.length) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)))
		return wrong("no socket on %s port %u: %s", address, port, strerror(errno));
	return fd;
}

static int send_to(int fd, const struct datagram *d, const struct endpoint *to)
{
	if (sendto(fd, d->bytes, d->length, 0, &to->any, to->length) == (ssize_t)d->length)
		return 0;
	return wrong("cannot send: %s", strerror(errno));
}

static int receive_from(int fd, struct datagram *d, struct endpoint *from, int flags)
{
	ssize_t length;

	from->length = sizeof(from->ipv6);
	length = recvfrom(fd, d->bytes, sizeof(d->bytes), flags, &from->any, &from->length);
	if (length < 0)
		return -1;
	d->length = (size_t)length;
	return 0;
}

static int equal(const struct datagram *a, const struct datagram *b)
{
	return a->length == b->length && !memcmp(a->bytes, b->bytes, a->length);
}

static int go_there(const struct ends *ends, const struct known_packet *packet,
		    struct endpoint *from)
{
	struct datagram sent = {}, payload = {}, arrived = {};

	sent.length = unhex(packet->wire, sent.bytes, sizeof(sent.bytes));
	payload.length = unhex(packet->payload, payload.bytes, sizeof(payload.bytes));
	if (send_to(ends->client, &sent, &ends->relay))
		return -1;
	if (receive_from(ends->destination, &arrived, from, 0))
		return wrong("%s: nothing arrived of a packet of %zu bytes: %s", ends->family->name,
			     sent.length, strerror(errno));
	if (!equal(&arrived, &payload))
		return wrong("%s: %zu bytes arrived, not the payload of %zu bytes",
			     ends->family->name, arrived.length, payload.length);
	if (!has_address(ends->family, from, ends->family->far) ||
	    port_of(from) < EGRESS_PORT_FIRST ||
	    port_of(from) >= EGRESS_PORT_FIRST + EGRESS_PORT_COUNT)
		return wrong("%s: it came from another address than the relay's, or port %u",
			     ends->family->name, port_of(from));
	return 0;
}

static int come_back(const struct ends *ends, unsigned number, const struct endpoint *to)
{
	struct datagram answer = {}, arrived = {};
	struct endpoint from;

	answer.length =
		(size_t)snprintf((char *)answer.bytes, sizeof(answer.bytes), "answer %u", number);
	if (send_to(ends->destination, &answer, to))
		return -1;
	if (receive_from(ends->client, &arrived, &from, 0))
		return wrong("%s: no answer came back: %s", ends->family->name, strerror(errno));
	if (!equal(&arrived, &answer))
		return wrong("%s: another answer came back", ends->family->name);
	if (!has_address(ends->family, &from, ends->family->near) || port_of(&from) != RELAY_PORT)
		return wrong("%s: the answer came from another address or port %u",
			     ends->family->name, port_of(&from));
	return 0;
}

/* The verdicts that the traffic moves, with their counts before it. */
struct counts {
	int64_t forwarded;
	int64_t returned;
	int64_t too_old;
	int64_t mismatch;
};

static struct counts count_before(const struct relay *relay)
{
	return (struct counts){
		.forwarded = relay_count(relay, FORWARDED),
		.returned = relay_count(relay, RETURNED),
		.too_old = relay_count(relay, NUMBER_TOO_OLD),
		.mismatch = relay_count(relay, TAG_MISMATCH),
	};
}

/* Waits for a count, as packets are counted after they were sent. */
static int expect_count(const struct relay *relay, enum verdict_reason reason, const char *name,
			int64_t wanted)
{
	uint64_t deadline = monotonic_ns() + WAIT_NS;
	int64_t counted;

	do {
		counted = relay_count(relay, reason);
	} while (counted != wanted && counted >= 0 && monotonic_ns() < deadline);
	if (counted == wanted)
		return 0;
	return wrong("%lld packets counted as %s, not %lld", (long long)counted, name,
		     (long long)wanted);
}

/* A packet from long ago, and one whose tag was altered: neither may arrive. */
static int expect_refusals(const struct ends *ends, const struct relay *relay,
			   const struct known_packet *old, const struct counts *before)
{
	struct datagram d = {}, arrived;
	struct endpoint from;

	d.length = unhex(old->wire, d.bytes, sizeof(d.bytes));
	if (send_to(ends->client, &d, &ends->relay) ||
	    expect_count(relay, NUMBER_TOO_OLD, "number_too_old", before->too_old + 1))
		return -1;
	d.bytes[35] ^= 1;
	if (send_to(ends->client, &d, &ends->relay) ||
	    expect_count(relay, TAG_MISMATCH, "tag_mismatch", before->mismatch + 1))
		return -1;
	if (!receive_from(ends->destination, &arrived, &from, MSG_DONTWAIT))
		return wrong("%s: a packet arrived that was to be dropped", ends->family->name);
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const struct known_packet *x = *(const struct known_packet *const *)a;
	const struct known_packet *y = *(const struct known_packet *const *)b;

	return (x->number > y->number) - (x->number < y->number);
}

/* Returns how many packets are that family's. The highest possible number comes last: it pushes all
 * others out of the window. */
static unsigned in_sending_order(const struct family *family,
				 const struct known_packet *packets[PACKETS])
{
	unsigned count = 0;

	for (size_t i = 0; i < PACKETS; i++) {
		if (&families[family_of(known_packets[i].ticket)] == family)
			packets[count++] = &known_packets[i];
	}
	qsort(packets, count, sizeof(packets[0]), by_number);
	return count;
}

static struct outcome exchange(const struct ends *ends, const struct relay *relay)
{
	const struct known_packet *packets[PACKETS];
	const struct counts before = count_before(relay);
	unsigned count = in_sending_order(ends->family, packets);
	struct outcome outcome = {.there = count > 0, .back = count > 0};

	for (unsigned i = 0; i < count && outcome.there && outcome.back; i++) {
		struct endpoint from;

		if (go_there(ends, packets[i], &from))
			outcome.there = outcome.back = 0;
		else if (come_back(ends, i, &from))
			outcome.back = 0;
	}
	if (!outcome.there || !outcome.back)
		return outcome;
	outcome.there = !expect_refusals(ends, relay, packets[0], &before) &&
			!expect_count(relay, FORWARDED, "forwarded", before.forwarded + count);
	outcome.back = !expect_count(relay, RETURNED, "returned", before.returned + count);
	return outcome;
}

struct outcome traffic(const struct relay *relay, const struct family *family)
{
	struct ends ends = {
		.family = family,
		.client = open_end(family, "client", family->client, CLIENT_PORT),
		.destination =
			open_end(family, "destination", family->destination, DESTINATION_PORT),
		.relay = endpoint_of(family, family->near, RELAY_PORT),
	};
	struct outcome outcome = {};

	if (ends.client >= 0 && ends.destination >= 0 && !enter("relay"))
		outcome = exchange(&ends, relay);
	close(ends.client);
	close(ends.destination);
	return outcome;
}
