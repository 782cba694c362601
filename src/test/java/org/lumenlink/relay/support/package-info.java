/** What several tests use: commands, namespaces, a BPF file system. */
@NullMarked
package org.lumenlink.relay.support;

import org.jspecify.annotations.NullMarked;
