package dev.parley.moderation;

import static dev.parley.moderation.Targets.network;
import static dev.parley.moderation.Targets.nick;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.database.TestDatabase;
import dev.parley.protocol.BanNotice;
import dev.parley.protocol.Nick;
import dev.parley.time.FakeClock;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BansTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final FakeClock clock = new FakeClock();
    private HikariDataSource dataSource;
    private Bans bans;

    @BeforeEach
    void open(@TempDir Path folder) {
        dataSource = TestDatabase.SQLITE_IN_MEMORY.open(folder);
        bans = new Bans(RestrictionStore.ofBans(new ReadRefusingDataSource(dataSource), dataSource), clock, clock);
        bans.load();
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void removalOfAnAccountLiftsAccountBansButNotNickBans() {
        ban(new Target.ByAccount(new Nick("bob")), "spam", null);
        ban(nick("carol"), "spam", null);
        bans.accountRemoved(new Nick("BOB"));
        bans.accountRemoved(new Nick("carol"));
        assertThat(bans.refusal(new Nick("bob"), null)).isEmpty();
        assertThat(bans.refusal(new Nick("carol"), null)).isPresent();
        assertThat(bans.store()).isTrue();
    }

    @Test
    void nickBanIgnoresCaseAndMatchesTheWholeNick() {
        ban(nick("Troll"), "spam", null);

        assertThat(bans.refusal(new Nick("tROLL"), null))
                .contains(new BanNotice("spam", null).refusal(new Nick("tROLL")));
        assertThat(bans.refusal(new Nick("trolley"), null)).isEmpty();
    }

    @Test
    void networkBanAppliesToItsAddressesOnly() {
        ban(network("192.0.2.8/29"), "flood", null);

        assertThat(banned("192.0.2.8")).isTrue();
        assertThat(banned("192.0.2.15")).isTrue();
        assertThat(banned("192.0.2.7")).isFalse();
        assertThat(banned("192.0.2.16")).isFalse();
        assertThat(banned("::1")).isFalse();
        assertThat(bans.refusal(new Nick("troll"), null)).isEmpty();
    }

    @Test
    void ipv6AddressIsBannedWithItsSlash64() {
        ban(network("2001:db8:0:7::1"), "flood", null);

        assertThat(banned("2001:db8:0:7:ffff::2")).isTrue();
        assertThat(banned("2001:db8:0:8::1")).isFalse();
    }

    @Test
    void automaticBanDoesNotShortenAnExistingOne() {
        var address = InetAddress.ofLiteral("192.0.2.1");
        ban(network("192.0.2.1"), "flood", HOUR);
        bans.ban(address, "again", Duration.ofMinutes(10));
        assertThat(bans.banned(address)).contains(new BanNotice("flood", FakeClock.START.plus(HOUR)));
        clock.advance(HOUR);
        bans.ban(address, "again", Duration.ofMinutes(10));
        assertThat(bans.banned(address)).map(BanNotice::reason).contains("again");
        assertThat(bans.find(network("192.0.2.1"))).map(Restriction::createdBy).contains("service");
        clock.advance(Duration.ofMinutes(10));
        assertThat(bans.banned(address)).isEmpty();
    }

    @Test
    void reasonOfTheSmallestBannedNetworkIsReturned() {
        ban(network("10.0.0.0/8"), "all of you", null);
        ban(network("10.1.1.1"), "you", null);

        assertThat(bans.banned(InetAddress.ofLiteral("10.1.1.1"))).contains(new BanNotice("you", null));
        assertThat(bans.banned(InetAddress.ofLiteral("10.1.1.2"))).contains(new BanNotice("all of you", null));
    }

    @Test
    void banExpiresToTheNanosecond() {
        Restriction name = ban(nick("troll"), "spam", HOUR);
        ban(network("10.0.0.0/8"), "spam", HOUR);

        clock.advance(HOUR.minusNanos(1));
        assertThat(bans.refusal(new Nick("troll"), null)).isPresent();
        assertThat(banned("10.0.0.1")).isTrue();
        assertThat(bans.bans()).isEqualTo(2);

        clock.advance(Duration.ofNanos(1));
        assertThat(bans.refusal(new Nick("troll"), null)).isEmpty();
        assertThat(banned("10.0.0.1")).isFalse();
        assertThat(bans.bans()).isZero();
        assertThat(bans.after(null).limit(10)).isEmpty();
        assertThat(bans.remove(name.id())).isEmpty();
    }

    @Test
    void wallClockStepsDoNotChangeTheDurationOfABan() {
        ban(nick("troll"), "spam", HOUR);

        clock.stepWallClock(Duration.ofDays(1));
        assertThat(bans.refusal(new Nick("troll"), null)).isPresent();

        clock.stepWallClock(Duration.ofDays(-2));
        clock.advance(HOUR);
        assertThat(bans.refusal(new Nick("troll"), null)).isEmpty();
    }

    @Test
    void permanentBanDoesNotExpire() {
        Restriction ban = ban(nick("troll"), "spam", null);

        clock.advance(Duration.ofDays(36_500));

        assertThat(ban.expiresAt()).isNull();
        assertThat(bans.refusal(new Nick("troll"), null)).isPresent();
    }

    @Test
    void banShowsItsCreationAndExpiry() {
        Restriction ban = ban(nick("troll"), "spam", HOUR);

        assertThat(ban.createdAt()).isEqualTo(FakeClock.START);
        assertThat(ban.expiresAt()).isEqualTo(FakeClock.START.plus(HOUR));
    }

    @Test
    void secondBanOnATargetReplacesReasonAndDurationOfTheFirst() {
        Restriction first = ban(nick("troll"), "spam", HOUR);
        clock.advance(HOUR.dividedBy(2));

        Restriction second = ban(nick("TROLL"), "and flood", HOUR.multipliedBy(2));

        assertThat(bans.after(null).limit(10)).containsExactly(second);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.reason()).isEqualTo("and flood");
        assertThat(second.createdAt()).isEqualTo(first.createdAt());
        assertThat(second.expiresAt())
                .isEqualTo(FakeClock.START.plus(HOUR.dividedBy(2)).plus(HOUR.multipliedBy(2)));
        clock.advance(HOUR);
        assertThat(bans.bans()).isOne();
    }

    @Test
    void networksThatDifferOnlyInHostBitsAreOneBan() {
        ban(network("10.1.2.3/8"), "spam", null);
        ban(network("10.0.0.0/8"), "spam", null);

        assertThat(bans.bans()).isOne();
    }

    @Test
    void banAfterAnExpiredOneGetsANewId() {
        Restriction first = ban(nick("troll"), "spam", HOUR);
        clock.advance(HOUR);

        assertThat(ban(nick("troll"), "spam", HOUR).id()).isNotEqualTo(first.id());
    }

    @Test
    void banCanBeRemovedOnlyOnce() {
        Restriction ban = ban(network("10.0.0.0/8"), "spam", null);

        assertThat(bans.remove("nothing")).isEmpty();
        assertThat(bans.remove(ban.id())).contains(ban);
        assertThat(banned("10.0.0.1")).isFalse();
        assertThat(bans.remove(ban.id())).isEmpty();
    }

    @Test
    void bansAreListedInTheOrderTheyWereMade() {
        Restriction first = ban(nick("b"), "spam", null);
        Restriction second = ban(network("10.0.0.0/8"), "spam", null);
        Restriction third = ban(nick("a"), "spam", null);

        assertThat(bans.after(null).limit(2)).containsExactly(first, second);
        assertThat(bans.after(second.id()).limit(2)).containsExactly(third);
        bans.remove(second.id());
        assertThat(bans.after(second.id()).limit(2)).containsExactly(third);
    }

    @Test
    void banLimitIgnoresExpiredBans() {
        ban(nick("troll"), "spam", HOUR);
        for (int i = 1; i < Bans.MAX_RESTRICTIONS; i++) {
            ban(nick("n" + i), "spam", null);
        }

        assertThat(bans.add(nick("one-more"), "spam", null, "token")).isEmpty();
        assertThat(bans.add(nick("n1"), "flood", null, "token")).isPresent();
        clock.advance(HOUR);
        bans.store();
        assertThat(bans.add(nick("one-more"), "spam", null, "token")).isPresent();
        assertThat(bans.add(nick("troll"), "spam", null, "token")).isEmpty();
        assertThat(bans.bans()).isEqualTo(Bans.MAX_RESTRICTIONS);
    }

    private Restriction ban(Target target, String reason, Duration duration) {
        return bans.add(target, reason, duration, "token").orElseThrow();
    }

    private boolean banned(String address) {
        return bans.banned(InetAddress.ofLiteral(address)).isPresent();
    }
}
