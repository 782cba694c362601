/** Speaks to the kernel: libbpf, the route and neighbour tables, and network namespaces, as plain Java types. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.lumenlink.relay.libbpf;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
