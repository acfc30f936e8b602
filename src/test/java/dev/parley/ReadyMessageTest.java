package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.scenario.SelfSignedCertificate;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

@ExtendWith(OutputCaptureExtension.class)
class ReadyMessageTest {
    @TempDir
    Path directory;

    @Test
    void readyMessageShowsTheCommandToChatOverTls(CapturedOutput output) throws Exception {
        SelfSignedCertificate.make(directory).writeTo(directory);
        String[] bundle = Stream.of(SelfSignedCertificate.bundle(directory))
                .map("--"::concat)
                .toArray(String[]::new);
        var tls = new String[] {"--parley.tcp.tls.bundle=chat", "--parley.tcp.tls.port=0"};
        try (var parley = start(StringUtils.concatenateStringArrays(bundle, tls))) {
            int port = parley.getBean(ListenerLifecycle.class).tlsPort().orElseThrow();
            assertThat(output).contains(" · TLS: openssl s_client -quiet -connect 127.0.0.1:" + port + " · REST ");
        }
    }

    @Test
    void anEmptyTokenFileStopsTheStartWithOneSentence(CapturedOutput output) throws IOException {
        Files.createFile(directory.resolve("admin-token"));

        assertThatThrownBy(this::start).isNotNull();

        assertThat(output)
                .contains(directory.resolve("admin-token")
                        + " has no token: write one into it, or delete it so that one is created")
                .doesNotContain("\tat ");
    }

    private ConfigurableApplicationContext start(String... more) {
        String[] arguments = {
            "--server.port=0", "--management.server.port=0", "--parley.tcp.port=0", "--parley.data-dir=" + directory
        };
        return SpringApplication.run(ParleyApplication.class, StringUtils.concatenateStringArrays(arguments, more));
    }
}
