package org.lumenlink.relay.support;

import java.util.HashMap;
import java.util.Map;
import org.lumenlink.relay.dataplane.DataplaneSettings;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings as properties, with the defaults of the product for all that a test does not name. */
public final class TestSettings {

    private static final String PREFIX = "lumenlink.relay";

    private TestSettings() {}

    /** Binds properties named without their prefix, such as {@code interface} and {@code max-users}. */
    public static DataplaneSettings dataplane(Map<String, Object> properties) {
        Map<String, Object> prefixed = new HashMap<>();
        properties.forEach((name, value) -> prefixed.put(PREFIX + "." + name, value));
        return new Binder(new MapConfigurationPropertySource(prefixed))
                .bind(PREFIX, DataplaneSettings.class)
                .get();
    }
}
