/** Packet generator and demonstrations, run against a relay in network namespaces. */
@NullMarked
@ApplicationModule(allowedDependencies = {"client", "dataplane", "libbpf", "token"})
package org.lumenlink.relay.lab;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
