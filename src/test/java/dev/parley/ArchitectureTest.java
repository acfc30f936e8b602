package dev.parley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the map of the packages: who may know whom, and what of the outside world. */
class ArchitectureTest {
    private static final String ROOT = "dev.parley";
    private static final int MAX_PARAMETERS = 7;
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry(
                    "account", Set.of("chat.port", "database", "net", "protocol", "ratelimit", "session.port", "time")),
            Map.entry(
                    "activity",
                    Set.of(
                            "chat",
                            "chat.port",
                            "database",
                            "net",
                            "properties",
                            "protocol",
                            "session",
                            "session.port",
                            "time")),
            Map.entry("audit", Set.of("database")),
            Map.entry("chat", Set.of("chat.port", "protocol")),
            Map.entry("chat.port", Set.of("protocol")),
            Map.entry(
                    "cluster",
                    Set.of(
                            "account",
                            "chat",
                            "chat.port",
                            "database",
                            "history",
                            "moderation",
                            "protocol",
                            "session",
                            "session.broadcast",
                            "session.port")),
            Map.entry("codec", Set.of("protocol")),
            Map.entry("console", Set.of("rest.security")),
            Map.entry("database", Set.of("time")),
            Map.entry(
                    "history",
                    Set.of("chat.port", "database", "properties", "protocol", "session", "session.port", "time")),
            Map.entry("kubernetes", Set.of()),
            Map.entry(
                    "metrics",
                    Set.of(
                            "audit",
                            "chat.port",
                            "database",
                            "history",
                            "operator",
                            "protocol",
                            "session",
                            "session.port",
                            "tcp",
                            "tcp.accept",
                            "time",
                            "webhook")),
            Map.entry(
                    "moderation",
                    Set.of("chat", "chat.port", "database", "net", "protocol", "session", "session.port", "time")),
            Map.entry("net", Set.of()),
            Map.entry(
                    "operator",
                    Set.of(
                            "account",
                            "activity",
                            "audit",
                            "chat",
                            "chat.port",
                            "moderation",
                            "net",
                            "protocol",
                            "session",
                            "session.port")),
            Map.entry("outbound", Set.of("time")),
            Map.entry("properties", Set.of()),
            Map.entry("protocol", Set.of()),
            Map.entry("ratelimit", Set.of("time")),
            Map.entry("rest", Set.of("activity", "net", "operator", "protocol", "rest.problem")),
            Map.entry(
                    "rest.accounts",
                    Set.of(
                            "account",
                            "audit",
                            "chat",
                            "operator",
                            "protocol",
                            "rest",
                            "rest.problem",
                            "rest.security")),
            Map.entry("rest.announcements", Set.of("operator", "rest", "rest.security")),
            Map.entry("rest.audit", Set.of("audit", "operator", "rest", "rest.problem", "rest.security")),
            Map.entry("rest.backup", Set.of("audit", "history", "operator", "rest", "rest.problem", "rest.security")),
            Map.entry(
                    "rest.clients",
                    Set.of(
                            "activity",
                            "audit",
                            "net",
                            "operator",
                            "protocol",
                            "rest",
                            "rest.problem",
                            "rest.security",
                            "session",
                            "session.port",
                            "time")),
            Map.entry("rest.clock", Set.of("audit", "operator", "rest", "rest.problem", "rest.security", "time")),
            Map.entry("rest.drain", Set.of("audit", "operator", "rest", "rest.problem", "rest.security", "session")),
            Map.entry("rest.events", Set.of("activity", "operator", "rest", "rest.problem", "rest.security")),
            Map.entry("rest.loggers", Set.of("audit", "operator", "rest", "rest.problem", "rest.security")),
            Map.entry(
                    "rest.moderation",
                    Set.of("moderation", "net", "operator", "protocol", "rest", "rest.problem", "rest.security")),
            Map.entry("rest.me", Set.of("operator", "rest", "rest.security")),
            Map.entry("rest.problem", Set.of("moderation", "operator")),
            Map.entry(
                    "rest.rooms",
                    Set.of(
                            "account",
                            "audit",
                            "chat",
                            "history",
                            "operator",
                            "protocol",
                            "ratelimit",
                            "rest",
                            "rest.problem",
                            "rest.security",
                            "session")),
            Map.entry(
                    "rest.security",
                    Set.of(
                            "database",
                            "net",
                            "operator",
                            "properties",
                            "protocol",
                            "ratelimit",
                            "rest",
                            "rest.problem",
                            "time")),
            Map.entry("rest.status", Set.of("database", "operator", "rest")),
            Map.entry("rest.tokens", Set.of("audit", "operator", "rest", "rest.problem", "rest.security")),
            Map.entry(
                    "rest.webhooks",
                    Set.of(
                            "activity",
                            "audit",
                            "net",
                            "operator",
                            "protocol",
                            "rest",
                            "rest.problem",
                            "rest.security",
                            "webhook")),
            Map.entry(
                    "session",
                    Set.of("chat", "chat.port", "codec", "net", "outbound", "protocol", "session.port", "time")),
            Map.entry(
                    "session.broadcast",
                    Set.of("chat", "codec", "outbound", "protocol", "session", "session.port", "time")),
            Map.entry("session.port", Set.of("protocol")),
            Map.entry("tcp", Set.of("ratelimit", "session", "session.port", "tcp.accept", "tcp.line", "time")),
            Map.entry("tcp.accept", Set.of("codec", "net", "protocol", "ratelimit", "session.port", "time")),
            Map.entry("tcp.line", Set.of("session", "time")),
            Map.entry("terminal", Set.of()),
            Map.entry("time", Set.of()),
            Map.entry("webhook", Set.of("activity", "database", "net", "protocol", "time")));
    /** With all packages below them. */
    private static final Set<String> CORE = Set.of("protocol", "codec", "chat", "outbound", "session", "net", "time");

    private static final String[] CORE_MAY_SEE = {"java..", "org.jspecify.."};

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** In both directions: what is used is allowed, and what is allowed is used. */
    @Test
    void packageDependenciesMatchTheAllowedMap() {
        Map<String, Set<String>> used = new TreeMap<>();
        for (JavaClass type : ours) {
            String from = relative(type);
            if (!from.isEmpty()) {
                Set<String> targets = used.computeIfAbsent(from, name -> new TreeSet<>());
                type.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .map(JavaClass::getBaseComponentType)
                        .filter(target -> target.getPackageName().startsWith(ROOT))
                        .map(ArchitectureTest::relative)
                        .filter(to -> !to.equals(from))
                        .forEach(targets::add);
            }
        }
        assertThat(used).isEqualTo(new TreeMap<>(MAY_USE));
    }

    /** Returns the name of a type's package below the root, which is empty for the root itself. */
    private static String relative(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(ours);
    }

    @Test
    void corePackagesDependOnNoFramework() {
        CORE.forEach(name -> classes()
                .that()
                .resideInAPackage(in(name))
                .should()
                .onlyDependOnClassesThat(resideInOursOr(
                        name.equals("codec")
                                ? new String[] {"java..", "org.jspecify..", "tools.jackson.core.."}
                                : CORE_MAY_SEE))
                .check(ours));
    }

    @Test
    void onlyTcpDependsOnSpringIntegration() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("tcp"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.integration..")
                .check(ours);
    }

    @Test
    void onlyRestAndConsoleDependOnSpringWeb() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("rest"), in("console"))
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
