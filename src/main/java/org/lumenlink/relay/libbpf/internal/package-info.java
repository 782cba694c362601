/** The only place that knows JNA: binds libbpf and the C library. */
@NullMarked
package org.lumenlink.relay.libbpf.internal;

import org.jspecify.annotations.NullMarked;
