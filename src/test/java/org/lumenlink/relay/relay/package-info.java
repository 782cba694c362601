/** Tests of the use cases, against real maps where maps matter. */
@NullMarked
package org.lumenlink.relay.relay;

import org.jspecify.annotations.NullMarked;
