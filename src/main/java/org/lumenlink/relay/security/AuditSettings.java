package org.lumenlink.relay.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Says how the audit log is kept.
 *
 * @param maxSize of all its files; beyond that the oldest file goes
 * @param waitForDisk whether a change is answered only once its entry is on disk; otherwise it gets there within a second
 */
@ConfigurationProperties("lumenlink.relay.audit")
record AuditSettings(
        @DefaultValue("1GB") DataSize maxSize,
        @DefaultValue("true") boolean waitForDisk) {

    private static final DataSize SMALLEST = DataSize.ofMegabytes(32);

    AuditSettings {
        if (maxSize.compareTo(SMALLEST) < 0) {
            throw new IllegalArgumentException("lumenlink.relay.audit.max-size must be at least 32MB");
        }
    }
}
