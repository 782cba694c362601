/** Decides who may do what. */
@NullMarked
@ApplicationModule(allowedDependencies = "registry")
package org.lumenlink.relay.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
