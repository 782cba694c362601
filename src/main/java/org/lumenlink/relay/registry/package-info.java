/** Keeps users, limits and token keys; the store port with its adapters in nested packages. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.lumenlink.relay.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
