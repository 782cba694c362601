/** What a host must be like to run the dataplane, and to run it well; one class for each matter. */
@NullMarked
package org.lumenlink.relay.dataplane.check;

import org.jspecify.annotations.NullMarked;
