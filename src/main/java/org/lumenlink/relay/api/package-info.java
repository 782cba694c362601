/** The REST API: controllers, request and response records, problem details. */
@NullMarked
@ApplicationModule(allowedDependencies = {"relay", "security"})
package org.lumenlink.relay.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
