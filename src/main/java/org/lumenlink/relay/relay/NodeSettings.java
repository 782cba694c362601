package org.lumenlink.relay.relay;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which relay this is.
 *
 * @param name how it is called among others; empty for the name of its host
 */
@ConfigurationProperties("lumenlink.relay.node")
record NodeSettings(@DefaultValue("") String name) {}
