package dev.parley.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "10.20.30.40/8, 10.0.0.0/8",
        "192.0.2.7/29, 192.0.2.0/29",
        "192.0.2.7, 192.0.2.7/32",
        "0.0.0.0/0, 0.0.0.0/0",
        "2001:db8::7, 2001:db8:0:0:0:0:0:0/64",
        "2001:db8::7/128, 2001:db8:0:0:0:0:0:7/128",
        "2001:DB8:ffff::/33, 2001:db8:8000:0:0:0:0:0/33"
    })
    void networkIsParsedFromAnAddressAndItsPrefixLength(String text, String network) {
        assertThat(IpNetwork.of(text)).map(IpNetwork::toString).contains(network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.1",
                "167772161",
                "010.0.0.1",
                "10.0.0.256",
                "::/129",
                "::ffff:10.0.0.1",
                "[::1]",
                "fe80::1%lo",
                "localhost",
                "example.com",
                "10.0.0.0/8 "
            })
    void invalidOrAmbiguousNetworkIsRefused(String text) {
        assertThat(IpNetwork.of(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.8/29, 192.0.2.15, true",
        "192.0.2.8/29, 192.0.2.16, false",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 10.0.0.1, false",
        "2001:db8::7, 2001:db8::ffff:1, true",
        "2001:db8::7, 2001:db8:0:1::7, false"
    })
    void networkContainsAddressesWithItsPrefix(String network, String address, boolean contains) {
        assertThat(IpNetwork.of(network).orElseThrow().contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contains);
    }

    @Test
    void networksContainingAnAddressAreListedSmallestFirst() {
        assertThat(IpNetwork.containing(InetAddress.ofLiteral("192.0.2.7")))
                .hasSize(33)
                .startsWith(network("192.0.2.7/32"), network("192.0.2.6/31"), network("192.0.2.4/30"))
                .endsWith(network("0.0.0.0/0"));
        assertThat(IpNetwork.containing(InetAddress.ofLiteral("2001:db8::7")))
                .hasSize(129)
                .contains(network("2001:db8::/64"), network("::/0"));
    }

    private static IpNetwork network(String text) {
        return IpNetwork.of(text).orElseThrow();
    }
}
