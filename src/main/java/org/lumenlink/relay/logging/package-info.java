/** What the log has: no line again and again. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.lumenlink.relay.logging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
