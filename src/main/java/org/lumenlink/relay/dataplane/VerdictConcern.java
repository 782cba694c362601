package org.lumenlink.relay.dataplane;

/** Whose problem a verdict is, if it comes often. */
public enum VerdictConcern {
    NOBODY,
    /** The client's, or whoever pretends to be one. */
    SENDER,
    /** Of those who run the relay. */
    OPERATOR
}
