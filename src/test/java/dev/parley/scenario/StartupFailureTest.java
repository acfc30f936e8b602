package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
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
    void aTakenPort(String property, CapturedOutput output) throws Exception {
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
    void aCertificateThatIsNotThere(CapturedOutput output) {
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
        "parley.tcp.tls.bundle, nope",
        "parley.drain.window, 7200s",
        "parley.limits.exempt-networks, 10.1/8",
        "parley.tcp.proxy-networks, 10.1/8",
        "parley.admin.hosts, *.example.com",
        "parley.admin.requests-per-second, -1"
    })
    void aWrongProperty(String property, String value, CapturedOutput output) {
        InProcessApplication.isRefused(data, "--" + property + "=" + value);
        assertThat(output).contains(property, value).doesNotContain("\tat ");
    }

    private String[] withBundle(String... arguments) {
        return Stream.concat(Stream.of(SelfSignedCertificate.bundle(data)).map("--"::concat), Stream.of(arguments))
                .toArray(String[]::new);
    }
}
