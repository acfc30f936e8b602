package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.parley.activity.ActivityEvent;
import dev.parley.audit.AuditAction;
import dev.parley.operator.Permission;
import dev.parley.operator.Role;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.RawHttp;
import dev.parley.rest.StartedParley;
import dev.parley.session.port.DisconnectReason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The console's files, without a browser. */
@StartedParley
class ConsoleFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/dev/parley/console");
    private static final Pattern REFERENCE =
            Pattern.compile("(?:from ?|import ?\\(?|src=|href=)\"([^\"#:]+\\.(?:js|css))\"");

    @Autowired
    OperatorClient operator;

    @Test
    void publicFilesAreExactlyThoseThatThePageLoads() throws IOException {
        Set<String> loaded = new TreeSet<>();
        var next = new ArrayDeque<>(List.of("/console/index.html"));
        while (!next.isEmpty()) {
            String path = next.remove();
            if (loaded.add(path)) {
                REFERENCE
                        .matcher(operator.text(operator.anonymous(path)))
                        .results()
                        .map(reference ->
                                URI.create(path).resolve(reference.group(1)).getPath())
                        .forEach(next::add);
            }
        }

        assertThat(ConsoleConfiguration.FILES).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(loaded);
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> "/console/" + file.getFileName()))
                    .containsExactlyInAnyOrderElementsOf(loaded.stream()
                            .filter(path -> !path.startsWith("/console/lib/"))
                            .toList());
        }
    }

    @Test
    void allFilesTogetherAreSentAsAtMost250Kibibytes() throws Exception {
        int sent = 0;
        try (var http = HttpClient.newHttpClient()) {
            for (String path : ConsoleConfiguration.FILES) {
                var request = operator.anonymous(path).header("Accept-Encoding", "gzip");
                sent += http.send(request.build(), BodyHandlers.ofByteArray()).body().length;
            }
        }
        assertThat(sent).isLessThanOrEqualTo(250 * 1024);
    }

    static Stream<String> files() {
        return Stream.concat(Stream.of(ConsoleConfiguration.HOME), ConsoleConfiguration.FILES.stream());
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileIsPublicWithStrictHeadersAndWithoutACookie(String path) {
        var reply = operator.send(operator.anonymous(path));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type"))
                .matches(type ->
                        Stream.of("text/html", "text/css", "text/javascript").anyMatch(type::startsWith));
        assertThat(reply.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "*", "http", "sha256");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(reply.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(reply.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(reply.headers().map()).doesNotContainKeys("set-cookie", "last-modified");
        assertThat(operator.send(operator.anonymous(path).header("If-None-Match", reply.header("ETag")))
                        .status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /console/package-info.class",
                "GET /console/ConsoleConfiguration.class",
                "GET /console/none.js",
                "GET /console/API.js",
                "GET /console/api.js/",
                "GET /console/api.js;x=.css",
                "GET /console//api.js",
                "GET //console/api.js",
                "GET /console/./api.js",
                "GET /console/x/../api.js",
                "GET /console/..%2fapi.js",
                "GET /console/%2e%2e/api.js",
                "GET /console/../rest/api.yml",
                "GET /console/%2e%2e/rest/api.yml",
                "GET /console/lib/",
                "GET /console/lib/lit-html/",
                "GET /console/lib/lit-html/package.json",
                "GET /console/lib/lit-html/3.3.2/lit-html.js",
                "GET /console/lib/swagger-ui/swagger-ui.css",
                "GET /console/lib/..%2f..%2fapplication.yml",
                "GET /console/lib/lit-html/%2e%2e/%2e%2e/application.yml",
                "GET /console/api%2ejs%00",
                "GET /console/index",
                "GET /Console/",
                "HEAD /console/none.js",
                "POST /console/",
                "POST /console/api.js",
                "PUT /console/api.js",
                "DELETE /console",
            })
    void unlistedPathUnderTheConsoleIsNotServedWithoutAToken(String request) {
        int status = new RawHttp(operator.port())
                .status(request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(status).isIn(400, 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/ConsoleConfiguration.class",
                "/console/package-info.class",
                "/console/lib/swagger-ui/index.html",
                "/console/lib/lit-html/package.json",
                "/console/other.js"
            })
    void unlistedFileIsNotServedWithATokenEither(String path) {
        assertThat(operator.get(path).status()).isEqualTo(404);
    }

    @Test
    void foreignHostGetsNoFileOfTheConsole() {
        for (String path : List.of("/console/", "/console", "/console/api.js")) {
            assertThat(new RawHttp(operator.port())
                            .status("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void browserAtTheRootIsSentToTheConsoleAndProgramsAreNot() {
        for (String browser : List.of("text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")) {
            var reply = operator.send(operator.anonymous("/").header("Accept", browser));
            assertThat(reply.status()).isEqualTo(302);
            assertThat(reply.header("Location")).isEqualTo("console/");
        }
        assertThat(operator.send(operator.anonymous("/console")).header("Location"))
                .isEqualTo("console/");
        for (String program : List.of("*/*", "application/json", "text/event-stream", "text/")) {
            assertThat(operator.send(operator.anonymous("/").header("Accept", program))
                            .status())
                    .as(program)
                    .isEqualTo(401);
        }
        assertThat(operator.send(operator.anonymous("/api/v1/clients").header("Accept", "text/html"))
                        .status())
                .isEqualTo(401);
        assertThat(operator.send(operator.request("/", operator.newToken("admin"))
                                .header("Accept", "*/*"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void managementPortServesNoConsole() {
        for (String path : List.of("/", "/console", "/console/", "/console/api.js")) {
            assertThat(operator.send(operator.management(path).header("Accept", "text/html"))
                            .status())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void scriptsStaySmallAndMakeNoHtmlFromText() throws IOException {
        int total = 0;
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".js")).toList()) {
                List<String> lines = Files.readAllLines(file);
                total += (int) lines.stream().filter(ConsoleFilesTest::isCode).count();
                assertThat(lines)
                        .as(file.toString())
                        .hasSizeLessThanOrEqualTo(200)
                        .allMatch(line -> line.length() <= 120);
                assertThat(lines)
                        .as(file.toString())
                        .noneMatch(line -> line.matches(
                                ".*(unsafeHTML|innerHTML|outerHTML|insertAdjacent|localStorage|cookie|eval\\(|style=|"
                                        + "javascript:|https?://).*"));
            }
        }
        assertThat(total).as("lines of code").isLessThanOrEqualTo(2_300);
    }

    @Test
    void valuesThatAreOfferedAreThoseOfParley() throws IOException {
        List<String> types = Stream.of(
                        ActivityEvent.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .toList();
        assertThat(found("audit.js", "const ACTIONS = \\[([^]]*)", "\"([^\"]+)\""))
                .containsExactlyInAnyOrderElementsOf(labels(AuditAction.values(), AuditAction::label));
        assertThat(found("clients.js", "const REASONS = \\[([^]]*)", "\"([^\"]+)\""))
                .containsExactlyInAnyOrderElementsOf(labels(DisconnectReason.values(), DisconnectReason::label));
        assertThat(found("event-text.js", "(?s)const TEXTS = (.*?)\n\n", "(?m)^  \"?([a-z-]+)\"?:"))
                .containsExactlyInAnyOrderElementsOf(types);
        assertThat(found("tokens.js", "(?s)const ROLES = (.*?)]];", "\\[\"([^\"]+)\""))
                .containsExactlyInAnyOrderElementsOf(labels(Role.values(), Role::label));
        for (Permission permission : List.of(Permission.READ, Permission.ADMINISTER, Permission.AUDIT)) {
            String right = permission.name().toLowerCase(Locale.ROOT);
            assertThat(found("main.js", "const ROLES = .*" + right + ": (\"[^\"]+\")", "([a-z]+)"))
                    .filteredOn(word -> !word.equals("or"))
                    .containsExactlyInAnyOrder(Role.having(permission).split(" or "));
        }
    }

    private static <T> List<String> labels(T[] values, Function<T, String> label) {
        return Stream.of(values).map(label).toList();
    }

    /** Returns what a pattern finds in a part of a script. */
    private static List<String> found(String file, String part, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(part).matcher(Files.readString(FOLDER.resolve(file)));
        assertThat(matcher.find()).as(part).isTrue();
        return Pattern.compile(pattern)
                .matcher(matcher.group(1))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Whether a line is neither blank nor a comment. */
    private static boolean isCode(String line) {
        return !line.isBlank() && !line.strip().matches("(//|/\\*|\\*).*");
    }
}
