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
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;

/** Says which setting is wrong, under the name that operators know, and what it must be. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    /** The short names of application.yaml. */
    static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("lumenlink.relay.interface", "RELAY_INTERFACE"),
            Map.entry("lumenlink.relay.port", "RELAY_PORT"),
            Map.entry("lumenlink.relay.data-dir", "RELAY_DATA_DIR"),
            Map.entry("lumenlink.relay.pin-path", "RELAY_PIN_PATH"),
            Map.entry("lumenlink.relay.attach-mode", "RELAY_ATTACH_MODE"),
            Map.entry("lumenlink.relay.egress-ports", "RELAY_EGRESS_PORTS"),
            Map.entry("logging.level.org.lumenlink", "RELAY_LOG"),
            Map.entry("server.address", "RELAY_API_ADDRESS"),
            Map.entry("server.port", "RELAY_API_PORT"),
            Map.entry("management.server.address", "RELAY_MANAGEMENT_ADDRESS"),
            Map.entry("management.server.port", "RELAY_MANAGEMENT_PORT"));

    private final Function<String, @Nullable String> environment;

    SettingsFailureAnalyzer() {
        this(System::getenv);
    }

    SettingsFailureAnalyzer(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        BindValidationException invalid = findCause(cause, BindValidationException.class);
        List<Wrong> wrong = invalid == null ? List.of(malformed(cause)) : outOfRange(invalid);
        return new FailureAnalysis(
                wrong.stream().map(Wrong::description).collect(Collectors.joining("\n")),
                wrong.stream().map(Wrong::action).distinct().collect(Collectors.joining("\n")),
                cause);
    }

    private Wrong malformed(BindException cause) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(cause);
        String name = cause.getName().toString();
        if (cause.getProperty() == null) {
            return new Wrong("settings", String.valueOf(root.getMessage()));
        }
        return wrong(
                name,
                cause.getProperty().getValue(),
                requirement(cause.getTarget().getType().resolve(), root));
    }

    private List<Wrong> outOfRange(BindValidationException invalid) {
        String prefix = invalid.getValidationErrors().getName() + ".";
        return invalid.getValidationErrors().getAllErrors().stream()
                .map(error -> error instanceof FieldError field
                        ? wrong(prefix + kebabCase(field.getField()), field.getRejectedValue(), message(field))
                        : new Wrong("settings", String.valueOf(error.getDefaultMessage())))
                .toList();
    }

    private Wrong wrong(String property, @Nullable Object value, String requirement) {
        String variable = VARIABLES.get(property);
        String given = variable == null ? null : environment.apply(variable);
        return variable == null || given == null
                ? new Wrong(property, "is \"" + value + "\", but " + requirement)
                : new Wrong(variable, "is \"" + given + "\", but " + requirement);
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
            return "must be a whole number";
        }
        return "cannot be used: " + root.getMessage();
    }

    /** Writes a field as its property is written, such as maxUsers as max-users. */
    private static String kebabCase(String field) {
        return field.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private record Wrong(String name, String what) {

        String description() {
            return " - " + name + " " + what;
        }

        String action() {
            return name.equals("settings") ? " - change one of the settings named above" : " - set " + name;
        }
    }
}
