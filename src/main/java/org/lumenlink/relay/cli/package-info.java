/** The commands that operators run on the relay's host. */
@NullMarked
@ApplicationModule(allowedDependencies = {"dataplane", "registry"})
package org.lumenlink.relay.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
