package org.lumenlink.relay;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.modulith.core.ApplicationModules;

/** Holds the packages to what they may know of each other. */
class ArchitectureTest {

    private static final String ROOT = "org.lumenlink.relay";

    /** Which of our packages each package may import. */
    private static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            Map.entry("libbpf", Set.of()),
            Map.entry("token", Set.of()),
            Map.entry("registry", Set.of()),
            Map.entry("dataplane", Set.of("libbpf")),
            Map.entry("relay", Set.of("registry", "dataplane", "token")),
            Map.entry("security", Set.of("registry")),
            Map.entry("api", Set.of("relay", "security")),
            Map.entry("metrics", Set.of("dataplane", "relay", "security")),
            Map.entry("logging", Set.of()),
            Map.entry("cli", Set.of("dataplane", "registry")),
            Map.entry("client", Set.of("token")),
            Map.entry("lab", Set.of("client", "dataplane", "libbpf", "token"))));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final DescribedPredicate<JavaClass> PACKAGE_INFO = simpleName("package-info");

    static Set<String> modules() {
        return MAY_IMPORT.keySet();
    }

    @Test
    void modulesWhenVerifiedThenHoldToTheirDeclaredDependencies() {
        ApplicationModules.of(RelayApplication.class).verify();
    }

    @Test
    void packagesWhenListedThenAreThoseOfTheImportTable() {
        Set<String> found = CLASSES.getPackage(ROOT).getSubpackages().stream()
                .map(JavaPackage::getRelativeName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isEqualTo(modules());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void moduleWhenImportingThenKeepsToTheImportTable(String module) {
        String[] allowed = Stream.concat(Stream.of(module), Objects.requireNonNull(MAY_IMPORT.get(module)).stream())
                .map(name -> "%s.%s..".formatted(ROOT, name))
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> ofOurOwn = resideInAPackage(ROOT + "..");
        noClasses()
                .that()
                .resideInAPackage("%s.%s..".formatted(ROOT, module))
                .should()
                .dependOnClassesThat(ofOurOwn.and(not(resideInAnyPackage(allowed))))
                .check(CLASSES);
    }

    @Test
    void jnaWhenUsedThenOnlyInsideLibbpf() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".libbpf.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void tokenWhenCompiledThenNeedsTheJdkOnly() {
        classes()
                .that(resideInAPackage(ROOT + ".token..").and(not(PACKAGE_INFO)))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify.annotations..", ROOT + ".token..")
                .check(CLASSES);
    }

    @Test
    void clientWhenCompiledThenNeedsNoSpring() {
        noClasses()
                .that(resideInAPackage(ROOT + ".client..").and(not(PACKAGE_INFO)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(CLASSES);
    }

    @Test
    void standardStreamsWhenUsedThenOnlyByCommands() {
        DescribedPredicate<JavaClass> commands = resideInAnyPackage(ROOT + ".client..", ROOT + ".lab..")
                .and(DescribedPredicate.describe(
                        "have a main method",
                        type -> type.tryGetMethod("main", String[].class).isPresent()));
        noClasses().that(not(commands)).should(ACCESS_STANDARD_STREAMS).check(CLASSES);
    }

    @Test
    void packagesWhenCompiledThenAreNullMarked() {
        List<String> unmarked = CLASSES.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(candidate -> !candidate.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
        assertThat(unmarked).isEmpty();
    }
}
