package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Servers and databases that Parley cannot use, however long it waits. */
@Timeout(60)
class DatabaseStartupWaitTest {
    private static final String ADMIN = TestPostgres.url(TestPostgres.port(), "postgres");

    @Test
    void databaseOfAnotherEncodingIsRefused() {
        String database = TestPostgres.newDatabase() + "_latin1";
        execute("CREATE DATABASE " + database + " ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        assertRefused(url(database), "LATIN1");
    }

    @Test
    void databaseThatIsReadOnlyIsRefused() {
        String database = TestPostgres.newDatabase();
        execute("ALTER DATABASE " + database + " SET default_transaction_read_only = on");
        assertRefused(url(database), "read-only");
    }

    @Test
    void userWhoMayNotCreateTablesIsRefusedUntilTheTablesExist() {
        String database = TestPostgres.newDatabase();
        String user = "reader_of_" + database;
        execute("CREATE ROLE " + user + " LOGIN");
        var inDatabase = new JdbcTemplate(new DriverManagerDataSource(url(database)));
        inDatabase.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        String asUser = url(database).replace("user=postgres", "user=" + user);
        assertRefused(asUser, "GRANT CREATE ON SCHEMA public TO " + user);
        assertRefused(asUser + "&currentSchema=missing", user);
        inDatabase.execute("CREATE TABLE flyway_schema_history ()");
        await(asUser);
    }

    @Test
    void serverOlderThanVersion14IsRefused() {
        assertThat(new PostgresCheck(130_012, "UTF8", false, "parley", "public", true, false, 14).problem(12))
                .hasValueSatisfying(problem -> assertThat(problem).contains("13", "14"));
        assertThat(new PostgresCheck(140_000, "UTF8", false, "parley", "public", true, false, 14).problem(12))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://localhost:PORT/nope?user=postgres, nope",
        "jdbc:postgresql://localhost:PORT/postgres?user=nobody, nobody",
        "jdbc:postgresql://localhost:PORT/postgres?user=postgres&sslmode=require, SSL",
        "jdbc:postgresql://localhost:99999/postgres, 99999"
    })
    void errorThatWaitingDoesNotCureEndsTheStart(String url, String word) {
        assertRefused(url.replace("PORT", String.valueOf(TestPostgres.port())), word);
    }

    private static void execute(String sql) {
        new JdbcTemplate(new DriverManagerDataSource(ADMIN)).execute(sql);
    }

    private static String url(String database) {
        return TestPostgres.url(TestPostgres.port(), database);
    }

    private static void assertRefused(String url, String word) {
        assertThatThrownBy(() -> await(url))
                .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, refused -> {
                    assertThat(refused.getName()).isEqualTo("spring.datasource.url");
                    assertThat(refused.getMessage()).contains(word);
                    assertThat(refused.getReason()).doesNotContain("\n");
                });
    }

    private static void await(String url) {
        var properties = new DataSourceProperties();
        properties.setUrl(url);
        new DatabaseStartupWait(properties, 12, "").await();
    }
}
