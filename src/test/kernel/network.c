/* Namespaces, interfaces and addresses of the guest. */
#define _GNU_SOURCE
#include "guest.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

int enter(const char *name)
{
	char path[64];
	int fd, result;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return wrong("no namespace %s: %s", name, strerror(errno));
	result = setns(fd, CLONE_NEWNET);
	close(fd);
	return result ? wrong("cannot enter namespace %s: %s", name, strerror(errno)) : 0;
}

int interface_index(const char *name)
{
	int index = (int)if_nametoindex(name);

	return index ? index : wrong("no interface %s: %s", name, strerror(errno));
}

int interface_mac(const char *name, uint8_t mac[6])
{
	struct ifreq request = {};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int result;

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	result = ioctl(fd, SIOCGIFHWADDR, &request);
	close(fd);
	if (result)
		return wrong("no link-layer address of %s: %s", name, strerror(errno));
	memcpy(mac, request.ifr_hwaddr.sa_data, 6);
	return 0;
}

int pass_everything(const char *interface)
{
	const struct bpf_insn pass[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = XDP_PASS},
		{.code = BPF_JMP | BPF_EXIT},
	};
	int index = interface_index(interface);
	int program = bpf_prog_load(BPF_PROG_TYPE_XDP, "pass", "GPL", pass, 2, NULL);
	int result;

	if (index < 0)
		return -1;
	if (program < 0)
		return wrong("cannot load a program that passes everything: %s", strerror(errno));
	result = bpf_xdp_attach(index, program, 1U << 2 /* XDP_FLAGS_DRV_MODE */, NULL);
	close(program);
	return result ? wrong("cannot attach it to %s: %s", interface, strerror(-result)) : 0;
}

void address_of(const char *text, struct address *address)
{
	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET6, text, address) == 1)
		return;
	address->word[2] = htonl(0xffff);
	inet_pton(AF_INET, text, &address->word[3]);
}

uint64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000ULL + (uint64_t)now.tv_nsec;
}
