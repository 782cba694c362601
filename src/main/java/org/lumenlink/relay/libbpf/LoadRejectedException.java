package org.lumenlink.relay.libbpf;

/** The kernel refused to load a BPF object; carries what the verifier said. */
public class LoadRejectedException extends KernelException {

    private static final long serialVersionUID = 1L;

    private final String log;

    /**
     * Names a refused load.
     *
     * @param object name of the object
     * @param errno why it failed
     * @param log what libbpf and the verifier printed, may be long; the end tells the reason
     */
    public LoadRejectedException(String object, Errno errno, String log) {
        super("load of BPF object " + object + " was rejected, log:\n" + log + "\nresult", errno);
        this.log = log;
    }

    /** Returns what libbpf and the verifier printed during the load. */
    public String log() {
        return log;
    }
}
