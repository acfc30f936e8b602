package dev.parley.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Nick;
import dev.parley.time.FakeClock;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedLoginLimiterTest {
    private static final Nick BOB = new Nick("bob");
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

    private final FakeClock clock = new FakeClock();
    private final FailedLoginLimiter failedLogins = new FailedLoginLimiter(clock);

    @Test
    void fiveFailedLoginsBlockTheAccountFromTheAddressForAMinute() {
        fail(5, HERE, BOB);
        assertThat(failedLogins.areTooMany(HERE, BOB)).isTrue();
        assertThat(failedLogins.areTooMany(HERE, new Nick("BOB"))).isTrue();
        clock.advance(Duration.ofSeconds(60));
        assertThat(failedLogins.areTooMany(HERE, BOB)).isFalse();
    }

    @Test
    void failedLoginMinuteBeginsWithTheFirstWrongPassword() {
        fail(1, HERE, BOB);
        clock.advance(Duration.ofSeconds(90));
        fail(5, HERE, BOB);
        clock.advance(Duration.ofSeconds(59));
        assertThat(failedLogins.areTooMany(HERE, BOB)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(failedLogins.areTooMany(HERE, BOB)).isFalse();
    }

    @Test
    void wrongPasswordsBeyondTheLimitDoNotLengthenTheMinute() {
        for (int i = 0; i < 10; i++) {
            failedLogins.failed(HERE, BOB);
        }
        clock.advance(Duration.ofSeconds(60));
        fail(5, HERE, BOB);
    }

    @Test
    void failedLoginsDoNotBlockOtherAddressesOrAccounts() {
        fail(5, HERE, BOB);
        assertThat(failedLogins.areTooMany(THERE, BOB))
                .as("the owner, elsewhere")
                .isFalse();
        assertThat(failedLogins.areTooMany(HERE, new Nick("carl"))).isFalse();
    }

    @Test
    void twentyFailedLoginsBlockTheAddressForAnHour() {
        for (int i = 0; i < 20; i++) {
            assertThat(failedLogins.areTooMany(HERE, new Nick("victim" + i))).isFalse();
            failedLogins.failed(HERE, new Nick("victim" + i));
        }
        assertThat(failedLogins.areTooMany(HERE, new Nick("another"))).isTrue();
        assertThat(failedLogins.areTooMany(THERE, new Nick("another"))).isFalse();
        clock.advance(Duration.ofMinutes(59));
        assertThat(failedLogins.areTooMany(HERE, BOB)).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(failedLogins.areTooMany(HERE, BOB)).isFalse();
    }

    @Test
    void failedLoginsAreCountedPerIpv6Slash64() {
        fail(5, InetAddress.ofLiteral("2001:db8::1"), BOB);
        assertThat(failedLogins.areTooMany(InetAddress.ofLiteral("2001:db8::2"), BOB))
                .isTrue();
    }

    private void fail(int times, InetAddress from, Nick account) {
        for (int i = 0; i < times; i++) {
            assertThat(failedLogins.areTooMany(from, account)).isFalse();
            failedLogins.failed(from, account);
        }
    }
}
