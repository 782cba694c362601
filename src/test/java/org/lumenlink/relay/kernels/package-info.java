/** What the relay's BPF object asks of the kernel. */
@NullMarked
package org.lumenlink.relay.kernels;

import org.jspecify.annotations.NullMarked;
