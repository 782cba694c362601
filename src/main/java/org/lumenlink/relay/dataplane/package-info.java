/** Loads, attaches and pins the XDP program and presents its maps as typed objects. */
@NullMarked
@ApplicationModule(allowedDependencies = {"libbpf"})
package org.lumenlink.relay.dataplane;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
