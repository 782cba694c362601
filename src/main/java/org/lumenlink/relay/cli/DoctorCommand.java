package org.lumenlink.relay.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.lumenlink.relay.dataplane.DataplaneSettings;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.dataplane.Finding.Level;
import org.lumenlink.relay.dataplane.HostExamination;
import org.lumenlink.relay.registry.RegistryExamination;
import org.lumenlink.relay.registry.RegistryExamination.Remark;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the host for a relay with the settings of this one. */
@Command(
        name = "doctor",
        description = {
            "Checks the host: all that a start checks, and what makes a relay slow, lose packets, or lose its registry.",
            "Prints what it found and the command that mends it. It changes nothing; the relay may be running. Exit"
                    + " status: 0 if a relay would start, 1 if not."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DoctorCommand implements Callable<Integer> {

    static final String LOGGING = "logback-commands.xml";

    private static final Pattern SETTING = Pattern.compile("--[a-zA-Z0-9_.-]+\\..+=.*");

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--json", description = "Print the findings as JSON, and nothing else, on standard output.")
    private boolean json;

    @Parameters(
            paramLabel = LumenLink.SETTINGS,
            description = "Settings that the relay is to have, as for 'relay'; those of the environment count too.")
    private List<String> settings = List.of();

    @Override
    public Integer call() {
        settings.stream()
                .filter(each -> !SETTING.matcher(each).matches())
                .findFirst()
                .ifPresent(each -> {
                    throw new ParameterException(
                            spec.commandLine(), each + " is neither an option nor a setting of the relay");
                });
        List<Finding> findings = new ArrayList<>();
        try (ConfigurableApplicationContext context = readSettings()) {
            findings.addAll(HostExamination.of(context.getBean(DataplaneSettings.class)));
            findings.addAll(
                    dataDirectory(Path.of(context.getEnvironment().getRequiredProperty("lumenlink.relay.data-dir"))));
        }
        FindingReport report = new FindingReport(findings);
        report.print(spec.commandLine().getOut(), json);
        return report.count(Level.PROBLEM) == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Has Spring Boot read the settings as for the relay, and say what is wrong with them in the same words. */
    private ConfigurableApplicationContext readSettings() {
        SpringApplication application = new SpringApplication(Settings.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(Map.of("logging.config", "classpath:" + LOGGING));
        try {
            return application.run(settings.toArray(String[]::new));
        } catch (RuntimeException e) {
            throw new SettingsRefusedException(e);
        }
    }

    private static List<Finding> dataDirectory(Path directory) {
        return RegistryExamination.of(directory).stream()
                .map(DoctorCommand::finding)
                .toList();
    }

    private static Finding finding(Remark remark) {
        Level level = switch (remark.severity()) {
            case FINE -> Level.OK;
            case DOUBTFUL -> Level.WARNING;
            case BAD -> Level.PROBLEM;
        };
        return new Finding(level, "data directory", remark.what(), remark.mend());
    }

    /** What the settings are read into. */
    @EnableConfigurationProperties(DataplaneSettings.class)
    static class Settings {}

    /** The settings are wrong; Spring Boot has said in what way. */
    static final class SettingsRefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        SettingsRefusedException(RuntimeException cause) {
            super(cause);
        }
    }
}
