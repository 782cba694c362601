/** The Helm chart: what it renders, what it refuses, and what is written about it. */
@NullMarked
package org.lumenlink.relay.chart;

import org.jspecify.annotations.NullMarked;
