package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyProtocolHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String TO = "c0000201"; // 192.0.2.1
    private static final String PORTS = "1234" + "3039";

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 198.51.100.7 192.0.2.1 56324 12345, 198.51.100.7",
        "PROXY TCP6 2001:db8::7 2001:db8::1 56324 12345, 2001:db8::7",
        "PROXY UNKNOWN,",
        "PROXY UNKNOWN ffff::1 ffff::2 1 2,"
    })
    void versionOneHeaderIsParsed(String header, String client) throws IOException {
        assertThat(client(header.getBytes(StandardCharsets.US_ASCII), "0d0a")).isEqualTo(address(client));
    }

    @ParameterizedTest
    @CsvSource({
        "2111000c, c6336407, 198.51.100.7",
        "2011000c, c6336407,",
        "21110013, c6336407, 198.51.100.7",
        "2100000c, c6336407,"
    })
    void versionTwoHeaderIsParsed(String kind, String from, String client) throws IOException {
        String more = kind.endsWith("13") ? "04" + "0004" + "00000000" : "";
        assertThat(client(bytes(SIGNATURE + kind), from + TO + PORTS + more)).isEqualTo(address(client));
    }

    @Test
    void versionTwoHeaderWithIpv6AddressesIsParsed() throws IOException {
        String addresses = "20010db8000000000000000000000007" + "20010db8000000000000000000000001";
        assertThat(client(bytes(SIGNATURE + "21210024"), addresses + PORTS)).isEqualTo(address("2001:db8::7"));
    }

    @Test
    void versionTwoLocalHeaderWithoutAddressesIsAccepted() throws IOException {
        assertThat(client(bytes(SIGNATURE), "20000000")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ping", "hello", "PROXIMITY", "\r\nhello", "GET / HTTP/1.1"})
    void inputWithoutAProxyHeaderIsPassedOnUnchanged(String text) throws IOException {
        var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
        var read = ((ProxyProtocolHeader.Absent) ProxyProtocolHeader.read(in)).read();
        assertThat(new String(read, StandardCharsets.US_ASCII)
                        + new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 300.1.1.1 192.0.2.1 1 2\r\n",
                "PROXY TCP4 localhost 192.0.2.1 1 2\r\n",
                "PROXY TCP4 198.51.100.7 192.0.2.1 1 2\n",
                "PROXY TCP4\r\n",
                "PROXY TCP4 198.51.100.7 192.0.2.1 70000 2\r\n",
                "PROXYTCP4 198.51.100.7 192.0.2.1 1 2\r\n",
                "PROXY TCP4 198.51.100.7"
            })
    void invalidVersionOneHeaderIsRefused(String header) {
        assertThatIOException()
                .isThrownBy(() -> ProxyProtocolHeader.read(stream(header.getBytes(StandardCharsets.US_ASCII))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SIGNATURE + "3111000c" + "c6336407" + TO + PORTS,
                SIGNATURE + "21110004" + "c6336407",
                SIGNATURE + "2111000c" + "c6336407",
                SIGNATURE + "2111ffff" + "c6336407" + TO + PORTS,
                SIGNATURE + "21"
            })
    void invalidVersionTwoHeaderIsRefused(String header) {
        assertThatIOException().isThrownBy(() -> ProxyProtocolHeader.read(stream(bytes(header))));
    }

    @Test
    void headerWithoutALineEndIsRefusedBeforeMuchOfItIsRead() {
        var in = new ByteArrayInputStream(("PROXY TCP4 " + "1".repeat(10_000)).getBytes(StandardCharsets.US_ASCII));
        assertThatIOException().isThrownBy(() -> ProxyProtocolHeader.read(in)).withMessageContaining("too long");
        assertThat(in.available()).isGreaterThan(9_000);
    }

    /** The client a header names; what follows it is left to be read. */
    private static InetAddress client(byte[] head, String rest) throws IOException {
        var all = new ByteArrayOutputStream();
        all.write(head);
        all.write(bytes(rest));
        all.write("hello\n".getBytes(StandardCharsets.US_ASCII));
        var in = stream(all.toByteArray());
        var header = (ProxyProtocolHeader.Present) ProxyProtocolHeader.read(in);
        assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("hello\n");
        return header.client();
    }

    private static ByteArrayInputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static InetAddress address(String literal) {
        return literal == null ? null : InetAddress.ofLiteral(literal);
    }
}
