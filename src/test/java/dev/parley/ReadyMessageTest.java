package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.scenario.SelfSignedCertificate;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    void readyMessageShowsTheCommandToChatOverTlsAtAnAddressOfTheMachine(CapturedOutput output) throws Exception {
        SelfSignedCertificate.make(directory).writeTo(directory);
        String[] bundle = Stream.of(SelfSignedCertificate.bundle(directory))
                .map("--"::concat)
                .toArray(String[]::new);
        var tls = new String[] {
            "--parley.tcp.tls.bundle=chat", "--parley.tcp.tls.port=0", "--parley.tcp.tls.address=0.0.0.0"
        };
        try (var parley = start(StringUtils.concatenateStringArrays(bundle, tls))) {
            int port = parley.getBean(ListenerLifecycle.class).tlsPort().orElseThrow();
            assertThat(output)
                    .containsPattern("TLS: +openssl s_client -quiet -connect [^ ]+:" + port + "\n")
                    .doesNotContain("0.0.0.0");
        }
    }

    @Test
    void entriesOfTheReadyMessageFitIntoEightyColumnsEvenWithLongPaths() {
        Map<String, List<String>> entries = new LinkedHashMap<>();
        entries.put("Chat", List.of("nc 192.168.0.7 12345", "nc 10.0.0.3 12345"));
        String longest = "/" + "x".repeat(77);
        entries.put("Token", List.of(longest));

        assertThat(ReadyMessage.block(entries))
                .isEqualTo("""

                Parley is ready.

                  Chat:    nc 192.168.0.7 12345
                           nc 10.0.0.3 12345
                  Token:
                  %s

                """.formatted(longest))
                .satisfies(block -> assertThat(block.lines()).allMatch(line -> line.length() <= 80));
        assertThat(ReadyMessage.line(entries))
                .isEqualTo("Parley is ready. Chat: nc 192.168.0.7 12345, nc 10.0.0.3 12345 · Token: " + longest);
    }

    @Test
    void addressesShownForAllInterfacesAreFewAndReachableByOthers() throws IOException {
        List<InetAddress> addresses = Stream.of(
                        "127.0.0.1", "fe80::1", "2001:db8::1", "192.168.0.7", "169.254.0.1", "10.0.0.3", "2001:db8::2")
                .map(InetAddress::ofLiteral)
                .toList();

        assertThat(ReadyMessage.shown(addresses))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("192.168.0.7", "10.0.0.3", "2001:db8:0:0:0:0:0:1");
        assertThat(ReadyMessage.shown(addresses.subList(0, 2))).singleElement().matches(InetAddress::isLoopbackAddress);
    }

    @Test
    void onlyLinkLocalAddressesAreShownWithTheirInterface() throws IOException {
        byte[] address = InetAddress.ofLiteral("fd00::2").getAddress();
        assertThat(ReadyMessage.text(Inet6Address.getByAddress("", address, 2))).isEqualTo("fd00:0:0:0:0:0:0:2");
        assertThat(ReadyMessage.text(InetAddress.ofLiteral("fe80::1%2"))).isEqualTo("fe80:0:0:0:0:0:0:1%2");
    }

    @Test
    void emptyTokenFileStopsTheStartWithOneSentence(CapturedOutput output) throws IOException {
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
