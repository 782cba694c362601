package org.lumenlink.relay.security;

/** The audit log cannot be written, so nothing may be changed. */
public class AuditUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AuditUnavailableException(Throwable cause) {
        super(
                "nothing is changed while the audit log cannot be written: check free space and the health of the disk"
                        + " of the data directory",
                cause);
    }
}
