package dev.parley.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.chat.Nick;
import dev.parley.history.Database;
import dev.parley.session.Network;
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
class BanStoreTest {
    private static final Instant MADE = Instant.parse("2026-07-01T12:00:00.125Z");
    private static final Ban NAME = new Ban(7, name("Troll"), "späm 🎉 'quoted'", MADE, null);
    private static final Ban FROM_IPV4 = new Ban(8, from("10.1.2.3/8"), "flood", MADE, MADE.plusMillis(1));
    private static final Ban FROM_IPV6 = new Ban(9, from("2001:db8::7"), "x".repeat(300), MADE, null);

    @Parameter
    Database database;

    @TempDir
    Path folder;

    private HikariDataSource dataSource;
    private BanStore store;

    @BeforeEach
    void open() {
        dataSource = database.open(folder);
        store = new BanStore(dataSource);
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void allOfABanIsKept() {
        store.write(List.of(there(NAME), there(FROM_IPV4), there(FROM_IPV6)));

        assertThat(store.all()).containsExactlyInAnyOrder(NAME, FROM_IPV4, FROM_IPV6);
        assertThat(store.all())
                .extracting(Ban::target)
                .map(Object::toString)
                .contains(NAME.target().toString());
    }

    @Test
    void ofOneTargetThereIsOneBan() {
        var shouted = new Ban(10, name("TROLL"), "and flood", MADE.plusSeconds(1), MADE.plusSeconds(2));
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
        var broken = new Ban(10, name("broken"), null, MADE, null);

        var thrown = catchThrowable(() -> store.write(List.of(there(FROM_IPV4), gone(NAME.target()), there(broken))));

        assertThat(thrown).isNotNull();
        assertThat(store.all()).containsExactly(NAME);
    }

    private static BanStore.Change there(Ban ban) {
        return new BanStore.Change(ban.target(), Optional.of(ban));
    }

    private static BanStore.Change gone(Ban.Target target) {
        return new BanStore.Change(target, Optional.empty());
    }

    private static Ban.Target name(String nick) {
        return new Ban.Target.Name(new Nick(nick));
    }

    private static Ban.Target from(String network) {
        return new Ban.Target.From(Network.of(network).orElseThrow());
    }
}
