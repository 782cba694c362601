package org.lumenlink.relay.security;

/** Settings that would let in others than was meant. */
class AccessSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String mend;

    AccessSettingsException(String what, String mend) {
        super(what);
        this.mend = mend;
    }

    String mend() {
        return mend;
    }
}
