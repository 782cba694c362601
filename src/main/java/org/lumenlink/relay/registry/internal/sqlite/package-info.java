/** Keeps the registry in one SQLite file. */
@NullMarked
package org.lumenlink.relay.registry.internal.sqlite;

import org.jspecify.annotations.NullMarked;
