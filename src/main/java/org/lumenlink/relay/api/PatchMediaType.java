package org.lumenlink.relay.api;

/** Media type of a JSON merge patch (RFC 7396). */
final class PatchMediaType {

    static final String VALUE = "application/merge-patch+json";

    private PatchMediaType() {}
}
