/** The LumenLink relay; its modules are the packages below. */
@NullMarked
package org.lumenlink.relay;

import org.jspecify.annotations.NullMarked;
