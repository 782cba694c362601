/** Speaks the wire format: SipHash, HKDF, tickets and relay headers. JDK only. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.lumenlink.relay.token;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
