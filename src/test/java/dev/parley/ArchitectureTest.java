package dev.parley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the map of the packages: who may know whom, and what of the outside world. */
class ArchitectureTest {
    private static final String ROOT = "dev.parley";
    private static final int MAX_PARAMETERS = 7;
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("chat", Set.of()),
            Map.entry("protocol", Set.of("chat")),
            Map.entry("session", Set.of("chat", "protocol")),
            Map.entry("ratelimit", Set.of("session")),
            Map.entry("tcp", Set.of("session", "ratelimit")),
            Map.entry("database", Set.of()),
            Map.entry("history", Set.of("chat", "session", "database")),
            Map.entry("account", Set.of("chat", "session", "ratelimit", "database")),
            Map.entry("moderation", Set.of("chat", "session", "database")),
            Map.entry("event", Set.of("chat", "session", "database")),
            Map.entry(
                    "admin",
                    Set.of(
                            "chat",
                            "protocol",
                            "session",
                            "ratelimit",
                            "database",
                            "history",
                            "account",
                            "moderation",
                            "event",
                            "operator")),
            Map.entry("operator", Set.of("chat", "session", "account", "moderation", "event")),
            Map.entry("metrics", Set.of("chat", "session", "tcp", "history", "event")));
    private static final Map<String, String[]> OUTSIDE = Map.of(
            "chat", new String[] {"java..", "org.jspecify.."},
            "protocol", new String[] {"java..", "org.jspecify..", "tools.jackson.core.."},
            "session", new String[] {"java..", "org.jspecify.."});

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void thePackagesAreThoseOfTheMap() {
        Set<String> found = ours.getPackage(ROOT).getSubpackages().stream()
                .map(JavaPackage::getRelativeName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
    }

    @Test
    void everyDependencyIsOnTheMap() {
        MAY_USE.forEach((from, allowed) -> MAY_USE.keySet().stream()
                .filter(to -> !to.equals(from) && !allowed.contains(to))
                .forEach(to -> noClasses()
                        .that()
                        .resideInAPackage(in(from))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(in(to))
                        .check(ours)));
    }

    @Test
    void nobodyUsesTheRoot() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(ours);
    }

    @Test
    void theCoreSeesNothingOfTheOutsideWorldButWhatTheMapSays() {
        OUTSIDE.forEach((name, allowed) -> classes()
                .that()
                .resideInAPackage(in(name))
                .should()
                .onlyDependOnClassesThat(resideInOursOr(allowed))
                .check(ours));
    }

    @Test
    void onlyTcpSeesSpringIntegration() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("tcp"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.integration..")
                .check(ours);
    }

    @Test
    void onlyTheRestControllersSeeSpringMvc() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("admin"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..")
                .check(ours);
    }

    @Test
    void clientsAreCastToSessionsInOnePrivateMethodOnly() {
        assertThat(ClientCasts.in(ours))
                .containsExactly("private dev.parley.session.broadcast.BroadcastService.session");
    }

    /** Records list their values, however many there are. */
    @Test
    void constructorsHaveAtMostSevenParameters() {
        assertThat(ours.stream().filter(type -> !type.isRecord()))
                .flatMap(JavaClass::getConstructors)
                .filteredOn(constructor -> constructor.getParameters().size() > MAX_PARAMETERS)
                .isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(ours.getPackage(ROOT).getSubpackagesInTree())
                .allMatch(subpackage -> subpackage.isAnnotatedWith(NullMarked.class));
        assertThat(ours.getPackage(ROOT).isAnnotatedWith(NullMarked.class)).isTrue();
    }

    private static DescribedPredicate<JavaClass> resideInOursOr(String[] outside) {
        var all = Stream.concat(Stream.of(ROOT + ".."), Stream.of(outside)).toArray(String[]::new);
        return JavaClass.Predicates.resideInAnyPackage(all);
    }

    private static String in(String name) {
        return ROOT + "." + name + "..";
    }
}
