/** Measures the dataplane: nanoseconds per packet, and packets per second through network namespaces. */
@NullMarked
package org.lumenlink.relay.lab.bench;

import org.jspecify.annotations.NullMarked;
