package dev.parley.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.time.FakeClock;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RegistrationLimiterTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");
    private static final InetAddress EXEMPT = InetAddress.ofLiteral("127.0.0.1");

    private final FakeClock clock = new FakeClock();
    private final RegistrationLimiter registrations = new RegistrationLimiter(clock, InetAddress::isLoopbackAddress);

    @Test
    void addressMayRegisterThreeNicksAndThenOneEvery20Minutes() {
        take(3, HERE);
        assertThat(registrations.acquire(HERE)).isEqualTo(Duration.ofMinutes(20));
        take(1, THERE);
        clock.advance(Duration.ofMinutes(20).minusNanos(1));
        assertThat(registrations.acquire(HERE)).isEqualTo(Duration.ofNanos(1));
        clock.advance(Duration.ofNanos(1));
        take(1, HERE);
        assertThat(registrations.acquire(HERE)).isEqualTo(Duration.ofMinutes(20));
        clock.advance(Duration.ofDays(1));
        take(3, HERE);
        assertThat(registrations.acquire(HERE)).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void refusedRegistrationsDoNotLengthenTheWait() {
        take(3, HERE);
        for (int i = 0; i < 20; i++) {
            assertThat(registrations.acquire(HERE)).isPositive();
            clock.advance(Duration.ofMinutes(1));
        }
        take(1, HERE);
    }

    @Test
    void registrationsAreCountedPerIpv6Slash64() {
        take(3, InetAddress.ofLiteral("2001:db8::1"));
        assertThat(registrations.acquire(InetAddress.ofLiteral("2001:db8::2"))).isPositive();
        take(1, InetAddress.ofLiteral("2001:db8:0:1::1"));
    }

    @Test
    void registrationsFromAllAddressesAreLimitedTo30PerTenMinutes() {
        for (int i = 0; i < 30; i++) {
            take(1, InetAddress.ofLiteral("198.51.100." + i));
        }
        assertThat(registrations.acquire(HERE)).isEqualTo(Duration.ofMinutes(10));
        assertThat(registrations.acquire(EXEMPT)).isEqualTo(Duration.ofMinutes(10));
        clock.advance(Duration.ofMinutes(10));
        take(1, HERE);
    }

    @Test
    void totalLimitIntervalBeginsWithItsFirstRegistration() {
        clock.advance(Duration.ofMinutes(9));
        take(30, EXEMPT);
        assertThat(registrations.acquire(HERE)).isEqualTo(Duration.ofMinutes(10));
        clock.advance(Duration.ofMinutes(25));
        take(30, EXEMPT);
        assertThat(registrations.acquire(HERE)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void registrationsOfExemptAddressesDoNotCountAgainstTheirNetwork() {
        InetAddress proxy = InetAddress.ofLiteral("2001:db8::1");
        InetAddress client = InetAddress.ofLiteral("2001:db8::2");
        var exemptProxy = new RegistrationLimiter(clock, proxy::equals);
        for (int i = 0; i < 3; i++) {
            assertThat(exemptProxy.acquire(proxy)).isZero();
            assertThat(exemptProxy.acquire(client)).isZero();
            exemptProxy.release(proxy);
        }
        assertThat(exemptProxy.acquire(client)).isPositive();
    }

    @Test
    void exemptAddressesAreLimitedOnlyByTheTotal() {
        take(30, EXEMPT);
        assertThat(registrations.acquire(EXEMPT)).isPositive();
    }

    @Test
    void releasedRegistrationsDoNotCount() {
        for (int i = 0; i < 40; i++) {
            take(1, HERE);
            registrations.release(HERE);
        }
        take(3, HERE);
    }

    private void take(int times, InetAddress from) {
        for (int i = 0; i < times; i++) {
            assertThat(registrations.acquire(from)).isZero();
        }
    }
}
