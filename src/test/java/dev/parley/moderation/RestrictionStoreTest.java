package dev.parley.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.Database;
import dev.parley.net.Network;
import dev.parley.protocol.Nick;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class SanctionStoreTest {
    private static final Instant MADE = Instant.parse("2026-07-01T12:00:00.125Z");
    private static final Sanction NAME = new Sanction(7, name("Troll"), "späm 🎉 'quoted'", MADE, null, false);
    private static final Sanction FROM_IPV4 =
            new Sanction(8, from("10.1.2.3/8"), "flood", MADE, MADE.plusMillis(1), false);
    private static final Sanction FROM_IPV6 = new Sanction(9, from("2001:db8::7"), "x".repeat(300), MADE, null, false);

    private static final Sanction ACCOUNT =
            new Sanction(10, new Target.Account(new Nick("Troll")), "spam", MADE, null, false);

    @Parameter
    Database database;

    @TempDir
    Path folder;

    private HikariDataSource dataSource;
    private SanctionStore store;

    @BeforeEach
    void open() {
        dataSource = database.open(folder);
        store = SanctionStore.ofBans(dataSource);
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void allOfABanIsKept() {
        store.write(List.of(there(NAME), there(ACCOUNT), there(FROM_IPV4), there(FROM_IPV6)));

        assertThat(store.all()).containsExactlyInAnyOrder(NAME, ACCOUNT, FROM_IPV4, FROM_IPV6);
        assertThat(store.all())
                .extracting(Sanction::target)
                .map(Object::toString)
                .contains(NAME.target().toString());
    }

    @Test
    void mutesAreKeptApartFromBansAndWhetherTheyAreToBeNoticedToo() {
        var mutes = SanctionStore.ofMutes(dataSource);
        var noticed = new Sanction(1, NAME.target(), "spam", MADE, null, false);
        var shadow = new Sanction(2, ACCOUNT.target(), "spam", MADE, MADE.plusMillis(1), true);
        store.write(List.of(there(NAME)));

        mutes.write(List.of(there(noticed), there(shadow), there(FROM_IPV6)));

        assertThat(mutes.all()).containsExactlyInAnyOrder(noticed, shadow, FROM_IPV6);
        mutes.write(List.of(gone(shadow.target()), gone(noticed.target())));
        assertThat(mutes.all()).containsExactly(FROM_IPV6);
        assertThat(store.all()).containsExactly(NAME);
    }

    @Test
    void ofOneTargetThereIsOneBan() {
        var shouted = new Sanction(10, name("TROLL"), "and flood", MADE.plusSeconds(1), MADE.plusSeconds(2), false);
        store.write(List.of(there(NAME)));

        store.write(List.of(there(shouted)));

        assertThat(store.all()).containsExactly(shouted);
        assertThat(store.all().getFirst().target()).hasToString(shouted.target().toString());
    }

    @Test
    void whatIsTakenBackIsGoneInWhateverLetters() {
        store.write(List.of(there(NAME), there(FROM_IPV6)));

        store.write(List.of(gone(name("trOLL")), gone(name("nobody"))));

        assertThat(store.all()).containsExactly(FROM_IPV6);
    }

    @Test
    void changesAreStoredTogetherOrNotAtAll() {
        store.write(List.of(there(NAME)));
        var broken = new Sanction(10, name("broken"), null, MADE, null, false);

        var thrown = catchThrowable(() -> store.write(List.of(there(FROM_IPV4), gone(NAME.target()), there(broken))));

        assertThat(thrown).isNotNull();
        assertThat(store.all()).containsExactly(NAME);
    }

    private static SanctionStore.Change there(Sanction ban) {
        return new SanctionStore.Change(ban.target(), Optional.of(ban));
    }

    private static SanctionStore.Change gone(Target target) {
        return new SanctionStore.Change(target, Optional.empty());
    }

    private static Target name(String nick) {
        return new Target.Name(new Nick(nick));
    }

    private static Target from(String network) {
        return new Target.From(Network.of(network).orElseThrow());
    }
}
