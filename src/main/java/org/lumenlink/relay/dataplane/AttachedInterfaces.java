package org.lumenlink.relay.dataplane;

import java.util.List;

/**
 * The interfaces that are to have the program, at one moment.
 *
 * @param attached those that have it
 * @param missing those that have not
 */
public record AttachedInterfaces(List<Attachment> attached, List<MissingInterface> missing) {}
