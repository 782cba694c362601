/** Tests of checks for hosts that cannot be had here: network cards and old kernels. */
@NullMarked
package org.lumenlink.relay.dataplane.check;

import org.jspecify.annotations.NullMarked;
