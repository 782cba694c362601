package org.lumenlink.relay.libbpf;

/** Says which call into the kernel or libbpf failed, on what, and with which errno. */
public class KernelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Errno errno;

    /**
     * Names a failed call.
     *
     * @param call what was tried and on what, such as {@code "bpf_map_update_elem on user_map"}
     * @param errno why it failed
     */
    public KernelException(String call, Errno errno) {
        super(call + ": " + errno);
        this.errno = errno;
    }

    /** Returns why the call failed. */
    public Errno errno() {
        return errno;
    }
}
