package org.lumenlink.relay.libbpf;

import java.nio.file.Path;

/** A loaded XDP program; closed with its object. */
public interface BpfProgram {

    String name();

    /** Returns the kernel's program id. */
    int id();

    /**
     * Attaches to an interface of the calling thread's namespace with a bpf_link, or through netlink on kernels before
     * 5.9 that have none. Closing the link detaches.
     *
     * @throws KernelException EBUSY or EEXIST if another program is attached, EOPNOTSUPP or EINVAL if the driver cannot,
     *     ENODEV if there is no such interface
     */
    XdpLink attach(int interfaceIndex, XdpMode mode);

    /**
     * Attaches through netlink even where the kernel has links: the attachment then outlives this process unless it is
     * closed.
     *
     * @throws KernelException EBUSY or EEXIST if another program is attached, EOPNOTSUPP or EINVAL if the driver cannot,
     *     ENODEV if there is no such interface
     */
    XdpLink attachThroughNetlink(int interfaceIndex, XdpMode mode);

    /**
     * Replaces a program that was attached through netlink, from one packet to the next.
     *
     * @param programId the kernel's id of the program that is attached
     * @throws KernelException EEXIST if another one is
     */
    XdpLink replaceThroughNetlink(int interfaceIndex, XdpMode mode, int programId);

    /** Makes the program outlive this process under a path of a BPF file system. */
    void pin(Path path);

    /**
     * Runs the program on a packet (BPF_PROG_TEST_RUN).
     *
     * @param packet the frame, from the Ethernet header on
     * @param interfaceIndex the interface it seems to arrive on, in the calling thread's namespace; 0 for none given
     * @param repeat how many times; the packet is not restored in between
     */
    TestRun run(byte[] packet, int interfaceIndex, int repeat);

    /**
     * Runs the program on packets that then do what it returns: they leave by the interface that they seem to arrive on
     * for XDP_TX, and so on (BPF_F_TEST_XDP_LIVE_FRAMES, Linux 5.18). A packet's memory is used again when it has been
     * consumed, with whatever was written to it.
     *
     * @param interfaceIndex in the calling thread's namespace
     * @param count how many packets
     */
    void emit(byte[] packet, int interfaceIndex, int count);

    /**
     * Puts the program into a program array, for another program to call.
     *
     * @param programArray a BPF_MAP_TYPE_PROG_ARRAY
     * @throws KernelException with EINVAL if the programs do not go together, E2BIG if the array is shorter
     */
    void putInto(BpfMap programArray, int index);

    /** What a test run did. */
    final class TestRun {

        private final int result;

        private final byte[] packet;

        private final int nanoseconds;

        public TestRun(int result, byte[] packet, int nanoseconds) {
            this.result = result;
            this.packet = packet.clone();
            this.nanoseconds = nanoseconds;
        }

        /** Returns the program's return value, such as 3 for XDP_TX. */
        public int result() {
            return result;
        }

        /** Returns the packet as the program left it. */
        public byte[] packet() {
            return packet.clone();
        }

        /** Returns the average time of one run. */
        public int nanoseconds() {
            return nanoseconds;
        }
    }
}
