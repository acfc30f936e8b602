package dev.parley;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * Migration of the tables to this version. The tables of a newer version are accepted if the names of all its
 * migrations begin with "compatible": such a migration only adds tables, indexes, and columns with a default.
 */
final class SchemaMigration {
    private static final String COMPATIBLE = "compatible ";
    private static final Set<MigrationState> FUTURES =
            EnumSet.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);
    private static final String FUTURE = "*:future";
    private static final String PENDING = "*:pending";

    private SchemaMigration() {}

    /**
     * Checks the tables without changing them.
     *
     * @throws FlywayValidateException if this version cannot use the tables
     */
    static void check(Flyway flyway) {
        ignoring(flyway, isCompatible(flyway) ? new String[] {FUTURE, PENDING} : new String[] {PENDING})
                .validate();
    }

    /**
     * Creates the tables, or changes those of an older version.
     *
     * @throws FlywayValidateException if this version cannot use the tables
     */
    static void migrate(Flyway flyway) {
        check(flyway);
        if (flyway.info().pending().length > 0) {
            (isCompatible(flyway) ? ignoring(flyway, FUTURE) : flyway).migrate();
        }
    }

    private static boolean isCompatible(Flyway flyway) {
        return Stream.of(flyway.info().applied())
                .filter(migration -> FUTURES.contains(migration.getState()))
                .allMatch(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        && migration.getDescription().startsWith(COMPATIBLE));
    }

    private static Flyway ignoring(Flyway flyway, String... patterns) {
        return Flyway.configure()
                .configuration(flyway.getConfiguration())
                .ignoreMigrationPatterns(patterns)
                .load();
    }
}
