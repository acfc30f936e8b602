package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the start says that is refused for how it is configured. */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"parley.tcp.port", "parley.tcp.tls.port"})
    void portInUseStopsTheStartWithOneSentence(String property, CapturedOutput output) throws Exception {
        SelfSignedCertificate.make(data).writeTo(data);
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InProcessApplication.isRefused(
                    data, withBundle("--parley.tcp.tls.bundle=chat", "--" + property + "=" + taken.getLocalPort()));
            assertThat(output)
                    .contains(property + " cannot be", "127.0.0.1:" + taken.getLocalPort())
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void missingCertificateStopsTheStartWithOneSentence(CapturedOutput output) {
        InProcessApplication.isRefused(data, withBundle("--spring.ssl.bundle.pem.chat.reload-on-update=true"));
        assertThat(output)
                .contains("spring.ssl.bundle: Unable to register SSL bundle 'chat': '" + data)
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "parley.limits.line-bytes, 1",
        "parley.tcp.port, 70000",
        "parley.tpc.port, 1",
        "parley.session.format, xml",
        "parley.tcp.port, high",
        "parley.tcp.address, 300.1.1.1",
        "parley.limits.queue-bytes, much",
        "parley.tcp.login-required, perhaps",
        "parley.drain.window, soon",
        "parley.history.mode, never",
        "parley.history.retention-age, 1s",
        "parley.history.retention-messages, 0",
        "parley.events.retention-age, 1s",
        "parley.events.retention-size, 1",
        "parley.limits.rooms, -1",
        "parley.tcp.tls.bundle, nope",
        "parley.drain.window, 7200s",
        "parley.limits.exempt-networks, 10.1/8",
        "parley.tcp.proxy-networks, 10.1/8",
        "parley.admin.hosts, *.example.com",
        "parley.admin.requests-per-second, -1"
    })
    void invalidPropertyStopsTheStartWithOneSentence(String property, String value, CapturedOutput output) {
        InProcessApplication.isRefused(data, "--" + property + "=" + value);
        assertThat(output).contains(property, value).doesNotContain("\tat ", "java.lang");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a?b", "a#b", ":memory:", "file:a", " "})
    void pathThatTheDatabaseUrlCannotContain(String path, CapturedOutput output) {
        InProcessApplication.isRefused(data, "--parley.data-dir=" + path);
        assertThat(output).contains("parley.data-dir cannot be " + path + ": ").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sqlite::memory:", "jdbc:sqlite:", "jdbc:h2:mem:chat", "chat"})
    void databaseThatIsNeitherAFileNorPostgres(String url, CapturedOutput output) {
        InProcessApplication.isRefused(data, "--spring.datasource.url=" + url);
        assertThat(output)
                .contains("spring.datasource.url cannot be " + url + ": ")
                .doesNotContain("\tat ");
    }

    @Test
    void missingPlaceForTheSqliteLibraryStopsTheStartWithOneSentence() throws Exception {
        var noPlace = List.of("env", "JDK_JAVA_OPTIONS=-Dorg.sqlite.tmpdir=/proc");
        try (var parley = new ParleyProcess(noPlace, data, "--parley.tcp.port=0")) {
            assertThat(parley.exitCode()).isEqualTo(1);
            assertThat(parley.output()).contains("-Dorg.sqlite.tmpdir=FOLDER").doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley.limts.rooms", "parley.tcp.prot", "parley.foo"})
    void unknownPropertiesAreNamedInOneSentence(String property, CapturedOutput output) {
        InProcessApplication.isRefused(data, "--" + property + "=1");
        assertThat(output).contains("Unknown property " + property + ".").doesNotContain("\tat ");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void unknownVariablesAreNamedInOneSentence() throws Exception {
        try (var parley = new ParleyProcess(List.of("env", "PARLEY_LIMTS_ROOMS=3"), data, "--parley.tcp.port=0")) {
            assertThat(parley.exitCode()).isEqualTo(1);
            assertThat(parley.output())
                    .contains("Unknown property PARLEY_LIMTS_ROOMS.")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void variablesOfPropertiesAndOfKubernetesDoNotStopTheStart() throws Exception {
        Path token = data.resolve("token");
        List<String> variables = List.of(
                "env",
                "PARLEY_ADMIN_TOKEN_FILE=" + token,
                "PARLEY_SERVICE_HOST=10.0.0.11",
                "PARLEY_PORT=tcp://10.0.0.11:7777",
                "PARLEY_PORT_7777_TCP_ADDR=10.0.0.11");
        try (var parley = new ParleyProcess(variables, data, "--parley.tcp.port=0")) {
            parley.awaitOutput("Token:   " + token);
        }
    }

    private String[] withBundle(String... arguments) {
        return Stream.concat(Stream.of(SelfSignedCertificate.bundle(data)).map("--"::concat), Stream.of(arguments))
                .toArray(String[]::new);
    }
}
