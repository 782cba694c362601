/** The reference client. No Spring. */
@NullMarked
@ApplicationModule(allowedDependencies = {"token"})
package org.lumenlink.relay.client;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
