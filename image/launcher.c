// Starts the relay's Java, with the capabilities that the file of this program was given (setcap ...=p). They are made
// ambient, so that Java has them although it is not root and its own file has none. Where one is not granted there is
// nothing to raise; that it is missing, the relay itself says at its start.
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define JAVA "/opt/lumenlink/java/bin/java"
#define CACHE "-XX:AOTCache=/opt/lumenlink/relay.aot"
#define OPTIONS "@/opt/lumenlink/java.options"

static const unsigned WANTED[] = {CAP_BPF, CAP_NET_ADMIN, CAP_PERFMON};

// Makes the wanted capabilities that are permitted inheritable, which is what they must be to be made ambient.
static int make_inheritable(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {0};

    if (syscall(SYS_capget, &header, data) != 0)
        return -1;
    for (size_t i = 0; i < sizeof(WANTED) / sizeof(WANTED[0]); i++) {
        unsigned word = CAP_TO_INDEX(WANTED[i]), bit = CAP_TO_MASK(WANTED[i]);

        data[word].inheritable |= data[word].permitted & bit;
    }
    return (int)syscall(SYS_capset, &header, data);
}

static void make_ambient(void)
{
    // Where one is not permitted this fails, and the relay says that it lacks it.
    for (size_t i = 0; i < sizeof(WANTED) / sizeof(WANTED[0]); i++)
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, WANTED[i], 0, 0);
}

int main(int argc, char **argv)
{
    char **java = calloc((size_t)argc + 3, sizeof(*java));
    size_t n = 0;

    if (java == NULL || make_inheritable() != 0) {
        fprintf(stderr, "lumenlink: cannot set capabilities: %s\n", strerror(errno));
        return 1;
    }
    make_ambient();
    java[n++] = JAVA;
    java[n++] = CACHE;
    java[n++] = OPTIONS;
    for (int i = 1; i < argc; i++)
        java[n++] = argv[i];
    execv(JAVA, java);
    fprintf(stderr, "lumenlink: cannot run %s: %s\n", JAVA, strerror(errno));
    return 1;
}
