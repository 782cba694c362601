/** Meters, health and readiness. */
@NullMarked
@ApplicationModule(allowedDependencies = {"dataplane", "relay", "security"})
package org.lumenlink.relay.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
