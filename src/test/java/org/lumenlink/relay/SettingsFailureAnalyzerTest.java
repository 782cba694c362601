package org.lumenlink.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.validation.Validation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.logging.LogLevel;
import org.springframework.core.io.ClassPathResource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

class SettingsFailureAnalyzerTest {

    @Test
    void settingWhenNotANumberThenNamedByItsVariableWithItsValue() {
        FailureAnalysis analysis = analyze("lumenlink.relay.port", "${RELAY_PORT:443}", Integer.class, "abc");

        assertThat(analysis.getDescription()).isEqualTo(" - RELAY_PORT is \"abc\", but must be a whole number");
        assertThat(analysis.getAction()).isEqualTo(" - set RELAY_PORT");
    }

    @Test
    void settingWhenNotOneOfItsValuesThenTheyAreListed() {
        FailureAnalysis analysis =
                analyze("logging.level.org.lumenlink", "${RELAY_LOG:info}", LogLevel.class, "chatty");

        assertThat(analysis.getDescription())
                .isEqualTo(" - RELAY_LOG is \"chatty\","
                        + " but must be one of debug, error, fatal, info, off, trace, warn");
    }

    @Test
    void settingWhenGivenAsPropertyThenNamedAsProperty() {
        FailureAnalysis analysis = analyze("lumenlink.relay.max-users", "many", Integer.class, null);

        assertThat(analysis.getDescription())
                .isEqualTo(" - lumenlink.relay.max-users is \"many\", but must be a whole number");
    }

    @Test
    void settingsWhenOutOfRangeThenEachIsNamed() {
        ValidationBindHandler handler = new ValidationBindHandler(new SpringValidatorAdapter(
                Validation.buildDefaultValidatorFactory().getValidator()));
        BindException failure = catchThrowableOfType(
                BindException.class,
                () -> binder(Map.of("lumenlink.relay.port", "0", "lumenlink.relay.max-users", "7"))
                        .bind("lumenlink.relay", Bindable.of(Settings.class), handler));

        FailureAnalysis analysis = Objects.requireNonNull(new SettingsFailureAnalyzer(name -> null).analyze(failure));

        assertThat(analysis.getDescription().lines())
                .containsExactlyInAnyOrder(
                        " - lumenlink.relay.port is \"0\", but must be greater than or equal to 1",
                        " - lumenlink.relay.max-users is \"7\", but must be less than or equal to 5");
    }

    @Test
    void variablesWhenComparedThenAreThoseOfApplicationYaml() throws IOException {
        String yaml = new ClassPathResource("application.yaml").getContentAsString(StandardCharsets.UTF_8);
        Map<String, String> inYaml = new TreeMap<>();
        Matcher line = Pattern.compile("([a-z.-]+): \\$\\{(RELAY_[A-Z_]+):").matcher(yaml);
        while (line.find()) {
            inYaml.put(line.group(2), line.group(1));
        }

        assertThat(SettingsFailureAnalyzer.VARIABLES.values()).containsExactlyInAnyOrderElementsOf(inYaml.keySet());
        SettingsFailureAnalyzer.VARIABLES.forEach(
                (property, variable) -> assertThat(property).endsWith(inYaml.get(variable)));
    }

    private static FailureAnalysis analyze(String property, String value, Class<?> type, @Nullable String variable) {
        Map<String, String> source = variable == null ? Map.of(property, value) : Map.of(property, variable);
        BindException failure =
                catchThrowableOfType(BindException.class, () -> binder(source).bind(property, Bindable.of(type)));
        return Objects.requireNonNull(new SettingsFailureAnalyzer(name -> variable).analyze(failure));
    }

    private static Binder binder(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties));
    }

    record Settings(@Min(1) int port, @Max(5) int maxUsers) {}
}
