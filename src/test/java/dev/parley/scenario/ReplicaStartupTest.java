package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.TestPostgres;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What prevents the start of one of several replicas. */
@ExtendWith(OutputCaptureExtension.class)
class ReplicaStartupTest {
    /** Takes the locks of all replicas that can be alive. */
    private static final String TAKE_SLOTS =
            "SELECT pg_advisory_lock(1346458190, hashtext('public/' || slot)) FROM generate_series(0, 63) AS slot";

    @TempDir
    Path data;

    @Test
    void replicasNeedPostgres(CapturedOutput output) {
        assertRefused(output, "parley.cluster.enabled cannot be true: Several replicas need one PostgreSQL database");
    }

    @Test
    void replicasNeedTheDurableHistory(CapturedOutput output) {
        assertRefused(
                output,
                "parley.cluster.enabled cannot be true: Several replicas need parley.history.mode=durable",
                "spring.datasource.url=" + newDatabase(),
                "parley.history.mode=async");
    }

    @Test
    void sessionsOfAReplicaMustUseTheDatabaseOfThePool(CapturedOutput output) {
        assertRefused(
                output,
                "It must lead to the database and the schema of spring.datasource.url",
                "spring.datasource.url=" + newDatabase(),
                "parley.cluster.url=" + newDatabase());
        assertThat(output).contains("parley.cluster.url cannot be jdbc:postgresql://localhost:");
    }

    @Test
    void moreThanSixtyFourReplicasAreRefused(CapturedOutput output) throws Exception {
        String url = newDatabase();
        try (var others = DriverManager.getConnection(url);
                var statement = others.createStatement()) {
            statement.execute(TAKE_SLOTS);
            assertRefused(
                    output,
                    "parley.cluster.enabled cannot be true: 64 replicas are alive, the maximum",
                    "spring.datasource.url=" + url);
        }
    }

    private static String newDatabase() {
        return TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase());
    }

    private void assertRefused(CapturedOutput output, String sentence, String... properties) {
        InProcessApplication.isRefused(
                data,
                Stream.concat(Stream.of("parley.cluster.enabled=true"), Stream.of(properties))
                        .map("--"::concat)
                        .toArray(String[]::new));
        assertThat(output).contains(sentence).doesNotContain("\tat ");
    }
}
