package dev.parley.moderation;

import static dev.parley.moderation.Targets.network;
import static dev.parley.moderation.Targets.nick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.database.DatabaseFixture;
import dev.parley.database.FaultyDataSource;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.protocol.Nick;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestrictionStoreTest extends DatabaseFixture {
    private static final Instant MADE = Instant.parse("2026-07-01T12:00:00.125Z");
    private static final Restriction NAME =
            new Restriction(7, nick("Troll"), "späm 🎉 'quoted'", MADE, null, false, "token");
    private static final Restriction FROM_IPV4 =
            new Restriction(8, network("10.1.2.3/8"), "flood", MADE, MADE.plusMillis(1), false, "token");
    private static final Restriction FROM_IPV6 =
            new Restriction(9, network("2001:db8::7"), "x".repeat(300), MADE, null, false, null);

    private static final Restriction ACCOUNT =
            new Restriction(10, new Target.ByAccount(new Nick("Troll")), "spam", MADE, null, false, "token");

    private RestrictionStore store;

    @BeforeEach
    void open() {
        store = RestrictionStore.ofBans(new ReadRefusingDataSource(dataSource), dataSource);
    }

    @Test
    void storedBanKeepsAllItsFields() {
        store.write(List.of(there(NAME), there(ACCOUNT), there(FROM_IPV4), there(FROM_IPV6)));

        assertThat(store.all()).containsExactlyInAnyOrder(NAME, ACCOUNT, FROM_IPV4, FROM_IPV6);
        assertThat(store.all())
                .extracting(Restriction::target)
                .map(Object::toString)
                .contains(NAME.target().toString());
    }

    @Test
    void mutesAreStoredSeparatelyFromBansWithTheirShadowFlag() {
        var mutes = RestrictionStore.ofMutes(new ReadRefusingDataSource(dataSource), dataSource);
        var noticed = new Restriction(1, NAME.target(), "spam", MADE, null, false, "token");
        var shadow = new Restriction(2, ACCOUNT.target(), "spam", MADE, MADE.plusMillis(1), true, "token");
        store.write(List.of(there(NAME)));

        mutes.write(List.of(there(noticed), there(shadow), there(FROM_IPV6)));

        assertThat(mutes.all()).containsExactlyInAnyOrder(noticed, shadow, FROM_IPV6);
        mutes.write(List.of(gone(shadow.target()), gone(noticed.target())));
        assertThat(mutes.all()).containsExactly(FROM_IPV6);
        assertThat(store.all()).containsExactly(NAME);
    }

    @Test
    void newBanReplacesTheOldOneOnTheSameTarget() {
        var shouted = new Restriction(
                10, nick("TROLL"), "and flood", MADE.plusSeconds(1), MADE.plusSeconds(2), false, "token");
        store.write(List.of(there(NAME)));

        store.write(List.of(there(shouted)));

        assertThat(store.all()).containsExactly(shouted);
        assertThat(store.all().getFirst().target()).hasToString(shouted.target().toString());
    }

    /** On a server each statement is a round trip, during which the chat cannot store anything. */
    @Test
    void numberOfStatementsDoesNotGrowWithTheNumberOfChanges() {
        var database = new FaultyDataSource(dataSource);
        store = RestrictionStore.ofBans(database, dataSource);
        store.write(List.of(there(NAME), there(ACCOUNT)));
        database.statements = 0;
        store.write(List.of(there(FROM_IPV4), there(FROM_IPV6), gone(NAME.target()), gone(ACCOUNT.target())));
        assertThat(database.statements).isEqualTo(2);
        assertThat(store.all()).containsExactlyInAnyOrder(FROM_IPV4, FROM_IPV6);
    }

    @Test
    void removalOfABanIgnoresCase() {
        store.write(List.of(there(NAME), there(FROM_IPV6)));

        store.write(List.of(gone(nick("trOLL")), gone(nick("nobody"))));

        assertThat(store.all()).containsExactly(FROM_IPV6);
    }

    @Test
    void failedWriteStoresNoneOfItsChanges() {
        store.write(List.of(there(NAME)));
        var broken = new Restriction(10, nick("broken"), null, MADE, null, false, "token");

        var thrown = catchThrowable(() -> store.write(List.of(there(FROM_IPV4), gone(NAME.target()), there(broken))));

        assertThat(thrown).isNotNull();
        assertThat(store.all()).containsExactly(NAME);
    }

    private static RestrictionStore.Change there(Restriction ban) {
        return new RestrictionStore.Change(ban.target(), Optional.of(ban));
    }

    private static RestrictionStore.Change gone(Target target) {
        return new RestrictionStore.Change(target, Optional.empty());
    }
}
