package dev.parley.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses webhooks may reach. */
class PublicAddressResolverTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "127.8.8.8",
                "2130706433",
                "localhost",
                "0.0.0.0",
                "10.1.2.3",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.1.1",
                "100.64.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::7f00:1",
                "192.0.0.9",
                "192.0.2.1",
                "192.31.196.1",
                "192.52.193.1",
                "192.88.99.1",
                "192.175.48.1",
                "198.51.100.1",
                "203.0.113.1",
                "239.255.255.255",
                "240.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::8.8.8.8",
                "64:ff9b:1::8.8.8.8",
                "::ffff:0:8.8.8.8",
                "::8.8.8.8",
                "100::1",
                "1fff::1",
                "2001::1",
                "2001:1::1",
                "2001:2::1",
                "2001:20::1",
                "2001:1ff::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:808:808::1",
                "2620:4f:8000::1",
                "3fff::1",
                "3fff:fff::1",
                "4000::1",
                "5f00::1",
                "fec0::1"
            })
    void addressOutsideThePublicInternetIsRefused(String host) {
        assertThatThrownBy(() -> resolver(false).resolve(host))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("parley.webhooks.allow-private-networks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.216.34",
                "172.32.0.1",
                "100.128.0.1",
                "192.0.1.1",
                "198.20.0.1",
                "203.0.114.1",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700::1111",
                "3ffe::1",
                "3fff:1000::1"
            })
    void publicInternetAddressIsAccepted(String host) throws Exception {
        assertThat(resolver(false).resolve(host)).containsExactly(InetAddress.getByName(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "169.254.170.2",
                "168.63.129.16",
                "100.100.100.200",
                "192.0.0.192",
                "fd00:ec2::254",
                "fd20:ce::254"
            })
    void metadataServiceOfACloudIsRefusedWithAndWithoutPrivateNetworks(String host) {
        assertThatThrownBy(() -> resolver(true).resolve(host)).isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> resolver(false).resolve(host)).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void privateAddressIsAcceptedIfPrivateNetworksAreAllowed() throws Exception {
        assertThat(resolver(true).resolve("127.0.0.1")).isNotEmpty();
    }

    @Test
    void unknownHostIsRefused() {
        assertThatThrownBy(() -> resolver(true).resolve("nobody.invalid"))
                .isInstanceOf(IOException.class)
                .hasMessage("Unknown host nobody.invalid");
    }

    @Test
    void lookupsThatTakeTooLongOrAreInterruptedFail() {
        var blocked = new CompletableFuture<Void>();
        try (var one = Executors.newSingleThreadExecutor()) {
            one.submit(blocked::join);
            var resolver = new PublicAddressResolver(new WebhookProperties(true), one, Duration.ofMillis(1));
            assertThatThrownBy(() -> resolver.resolve("127.0.0.1")).hasMessageContaining("not resolved in time");
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> resolver.resolve("127.0.0.1", LONG)).isInstanceOf(UnknownHostException.class);
            assertThat(Thread.interrupted()).isTrue();
            blocked.complete(null);
        }
    }

    private static PublicAddressResolver resolver(boolean allowPrivate) {
        return new PublicAddressResolver(
                new WebhookProperties(allowPrivate), Executors.newVirtualThreadPerTaskExecutor(), LONG);
    }
}
