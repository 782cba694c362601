/** The use cases: register, limit, issue; the reconciler is the only writer of the maps. */
@NullMarked
@ApplicationModule(allowedDependencies = {"registry", "dataplane", "token"})
package org.lumenlink.relay.relay;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
