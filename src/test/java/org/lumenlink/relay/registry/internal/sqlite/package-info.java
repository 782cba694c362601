/** Tests of the SQLite adapter against real files. */
@NullMarked
package org.lumenlink.relay.registry.internal.sqlite;

import org.jspecify.annotations.NullMarked;
