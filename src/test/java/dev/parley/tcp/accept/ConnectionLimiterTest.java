package dev.parley.tcp.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.BanNotice;
import dev.parley.session.port.AddressBans;
import dev.parley.time.MonotonicClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionLimiterTest {
    private static final ConnectRateLimiter ANY_RATE = new ConnectRateLimiter(0, 1, MonotonicClock.SYSTEM);

    private static final Instant UNTIL = Instant.parse("2026-12-01T10:00:00Z");

    private final MemoryAlarm memory = new MemoryAlarm(1_000, MonotonicClock.SYSTEM);
    private final Set<InetAddress> banned = new HashSet<>();
    private final AddressBans addressBans = new AddressBans() {
        @Override
        public void ban(InetAddress address, String reason, Duration duration) {
            assertThat(duration).isEqualTo(Duration.ofMinutes(10));
            banned.add(address);
        }

        @Override
        public Optional<BanNotice> banned(InetAddress address) {
            return Optional.of(new BanNotice("spam \"1\"", UNTIL)).filter(ban -> banned.contains(address));
        }
    };
    private boolean serving = true;
    private final ConnectionLimiter limiter =
            new ConnectionLimiter(3, 2, ANY_RATE, InetAddress::isLoopbackAddress, addressBans, memory, () -> serving);

    @Test
    void totalNumberOfConnectionsIsLimited() {
        take("192.0.2.1");
        take("192.0.2.2");
        take("192.0.2.3");
        assertThat(take(address("192.0.2.4"))).contains(RejectReason.SERVER_FULL);
        limiter.release(address("192.0.2.1"));
        assertThat(take(address("192.0.2.4"))).isEmpty();
    }

    @Test
    void numberOfConnectionsPerAddressIsLimited() {
        take("192.0.2.1");
        take("192.0.2.1");
        assertThat(take(address("192.0.2.1"))).contains(RejectReason.TOO_MANY_CONNECTIONS);
        assertThat(take(address("192.0.2.2"))).isEmpty();
        limiter.release(address("192.0.2.1"));
        assertThat(take(address("192.0.2.1"))).isEmpty();
    }

    @Test
    void connectionsAreCountedPerIpv6Slash64() {
        take("2001:db8::1");
        take("2001:db8::ffff:2");
        assertThat(take(address("2001:db8:0:0:9::1"))).contains(RejectReason.TOO_MANY_CONNECTIONS);
        assertThat(take(address("2001:db8:0:1::1"))).isEmpty();
    }

    @Test
    void exemptAddressesAreLimitedOnlyByTheTotal() {
        take("127.0.0.1");
        take("127.0.0.1");
        take("127.0.0.1");
        assertThat(take(address("127.0.0.1"))).contains(RejectReason.SERVER_FULL);
    }

    @Test
    void connectionsAreRefusedWhileMemoryIsShort() {
        memory.collected(1_000);
        assertThat(take(address("127.0.0.1"))).contains(RejectReason.BUSY);
        memory.collected(0);
        take("127.0.0.1");
    }

    @Test
    void bannedAddressIsRefusedWithoutTakingAPermit() {
        take("192.0.2.1");
        take("192.0.2.1");
        banned.add(address("192.0.2.1"));
        assertThat(take(address("192.0.2.1"))).contains(RejectReason.BANNED);
        take("192.0.2.2");
    }

    @Test
    void bannedAddressGetsTheReasonAndTheEndOfItsBan() {
        banned.add(address("192.0.2.1"));

        assertThat(line(RejectReason.BANNED, "192.0.2.1", false))
                .isEqualTo("*** error banned: banned until 2026-12-01T10:00:00Z: spam \"1\"\n");
        assertThat(line(RejectReason.BANNED, "192.0.2.1", true))
                .isEqualTo("{\"type\":\"error\",\"code\":\"banned\",\"text\":\"banned until 2026-12-01T10:00:00Z: spam"
                        + " \\\"1\\\"\",\"reason\":\"spam \\\"1\\\"\",\"until\":\"2026-12-01T10:00:00.000Z\"}\n");
        assertThat(line(RejectReason.BANNED, "192.0.2.2", false)).startsWith("*** error banned: ");
        assertThat(line(RejectReason.DRAINING, "192.0.2.1", false)).startsWith("*** error draining: ");
    }

    private String line(RejectReason why, String address, boolean json) {
        var listener = new ListenerSettings(
                "plain", "parley.tcp", InetAddress.getLoopbackAddress(), 0, false, proxy -> false, json);
        return new String(limiter.line(why, address(address), listener), StandardCharsets.UTF_8);
    }

    @Test
    void exemptAddressCanBeBanned() {
        banned.add(address("127.0.0.1"));
        assertThat(take(address("127.0.0.1"))).contains(RejectReason.BANNED);
        take("127.0.0.2");
    }

    @Test
    void connectionsAreRefusedDuringADrain() {
        serving = false;
        assertThat(take(address("127.0.0.1"))).contains(RejectReason.DRAINING);
        serving = true;
        take("127.0.0.1");
    }

    @Test
    void unauthenticatedConnectionsAreLimitedToEightPerAddress() {
        var roomy = roomy(1_000);
        takeStrangers(roomy, 8, "192.0.2.1");
        assertThat(roomy.acquireFor(address("192.0.2.1"), true)).contains(RejectReason.TOO_MANY_CONNECTIONS);
        takeStrangers(roomy, 1, "192.0.2.2");
        assertThat(roomy.acquireFor(address("192.0.2.1"), false)).isEmpty();
        roomy.authenticated(address("192.0.2.1"));
        takeStrangers(roomy, 1, "192.0.2.1");
    }

    @Test
    void unauthenticatedConnectionsAreLimitedToAFifthOfTheTotal() {
        var roomy = roomy(50);
        takeStrangers(roomy, 9, "127.0.0.1");
        takeStrangers(roomy, 1, "192.0.2.1");
        assertThat(roomy.acquireFor(address("127.0.0.1"), true)).contains(RejectReason.SERVER_FULL);
        assertThat(roomy.acquireFor(address("192.0.2.2"), true)).contains(RejectReason.SERVER_FULL);
        assertThat(roomy.acquireFor(address("192.0.2.2"), false)).isEmpty();
        roomy.authenticated(address("127.0.0.1"));
        takeStrangers(roomy, 1, "192.0.2.2");
    }

    @Test
    void exemptAddressIsNotBannedForAFlood() {
        limiter.ban(address("127.0.0.1"));
        limiter.ban(address("192.0.2.1"));
        assertThat(banned).containsExactly(address("192.0.2.1"));
    }

    private ConnectionLimiter roomy(int connections) {
        return new ConnectionLimiter(
                connections, 1_000, ANY_RATE, InetAddress::isLoopbackAddress, addressBans, memory, () -> serving);
    }

    private static void takeStrangers(ConnectionLimiter limiter, int count, String address) {
        for (int i = 0; i < count; i++) {
            assertThat(limiter.acquireFor(address(address), true)).isEmpty();
        }
    }

    private void take(String address) {
        assertThat(take(address(address))).isEmpty();
    }

    private Optional<RejectReason> take(InetAddress address) {
        Optional<RejectReason> refusal = limiter.acquire();
        if (refusal.isPresent()) {
            return refusal;
        }
        refusal = limiter.acquireFor(address, false);
        refusal.ifPresent(why -> limiter.release(null));
        return refusal;
    }

    private static InetAddress address(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
