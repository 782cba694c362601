package org.lumenlink.relay;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;

/** Says which setting is wrong, under the name that operators know, and what it must be. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<Exception> {

    /** The short names of application.yaml. */
    static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("lumenlink.relay.interface", "RELAY_INTERFACE"),
            Map.entry("lumenlink.relay.port", "RELAY_PORT"),
            Map.entry("lumenlink.relay.data-dir", "RELAY_DATA_DIR"),
            Map.entry("lumenlink.relay.pin-path", "RELAY_PIN_PATH"),
            Map.entry("lumenlink.relay.attach-mode", "RELAY_ATTACH_MODE"),
            Map.entry("lumenlink.relay.detach-on-shutdown", "RELAY_DETACH_ON_SHUTDOWN"),
            Map.entry("lumenlink.relay.egress-ports", "RELAY_EGRESS_PORTS"),
            Map.entry("logging.level.org.lumenlink", "RELAY_LOG"),
            Map.entry("management.tracing.export.enabled", "RELAY_TRACING"),
            Map.entry("management.opentelemetry.tracing.export.otlp.endpoint", "RELAY_TRACING_ENDPOINT"),
            Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "RELAY_GRACE_PERIOD"),
            Map.entry("server.address", "RELAY_API_ADDRESS"),
            Map.entry("server.port", "RELAY_API_PORT"),
            Map.entry("management.server.address", "RELAY_MANAGEMENT_ADDRESS"),
            Map.entry("management.server.port", "RELAY_MANAGEMENT_PORT"));

    private static final String NUMBER = "must be a whole number";

    private final Function<String, @Nullable String> environment;

    SettingsFailureAnalyzer() {
        this(System::getenv);
    }

    SettingsFailureAnalyzer(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Exception cause) {
        List<Wrong> wrong = wrong(rootFailure);
        return wrong.isEmpty()
                ? null
                : new FailureAnalysis(
                        wrong.stream().map(Wrong::what).collect(Collectors.joining("\n")),
                        wrong.stream().map(Wrong::mend).distinct().collect(Collectors.joining("\n")),
                        cause);
    }

    private List<Wrong> wrong(Throwable failure) {
        BindValidationException invalid = findCause(failure, BindValidationException.class);
        if (invalid != null) {
            return outOfRange(invalid);
        }
        BindException malformed = findCause(failure, BindException.class);
        if (malformed != null) {
            return List.of(malformed(malformed));
        }
        InvalidConfigurationPropertyValueException refused =
                findCause(failure, InvalidConfigurationPropertyValueException.class);
        return refused == null
                ? List.of()
                : List.of(wrong(
                        refused.getName(),
                        refused.getValue(),
                        refused.getName().endsWith(".port") ? NUMBER : "cannot be used: " + refused.getReason()));
    }

    private Wrong malformed(BindException cause) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(cause);
        ConfigurationProperty property = cause.getProperty();
        return property == null
                ? several(root.getMessage())
                : wrong(
                        cause.getName().toString(),
                        property.getValue(),
                        requirement(cause.getTarget().getType().resolve(), root));
    }

    private List<Wrong> outOfRange(BindValidationException invalid) {
        String prefix = invalid.getValidationErrors().getName() + ".";
        return invalid.getValidationErrors().getAllErrors().stream()
                .map(error -> error instanceof FieldError field
                        ? wrong(prefix + kebabCase(field.getField()), field.getRejectedValue(), message(field))
                        : several(error.getDefaultMessage()))
                .toList();
    }

    private Wrong wrong(String property, @Nullable Object value, String requirement) {
        String variable = VARIABLES.get(property);
        String given = variable == null ? null : environment.apply(variable);
        boolean byVariable = variable != null && given != null;
        String name = byVariable ? variable : property;
        return new Wrong(
                " - " + name + " is \"" + (byVariable ? given : value) + "\", but " + requirement, " - set " + name);
    }

    /** Returns what a message says that names the settings itself. */
    private static Wrong several(@Nullable String message) {
        return new Wrong(" - " + message, " - change one of the settings named above");
    }

    private static String message(FieldError field) {
        return String.valueOf(field.getDefaultMessage());
    }

    private static String requirement(@Nullable Class<?> type, Throwable root) {
        if (type != null && type.isEnum()) {
            return "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> String.valueOf(constant).toLowerCase(Locale.ROOT))
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return NUMBER;
        }
        return root instanceof NumberFormatException
                ? "has something in it that is not a whole number"
                : "cannot be used: " + root.getMessage();
    }

    /** Writes a field as its property is written, such as maxUsers as max-users. */
    private static String kebabCase(String field) {
        return field.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private record Wrong(String what, String mend) {}
}
