package dev.parley.database;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs the tests of a subclass on every database, with empty tables for each test. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
public abstract class DatabaseFixture {
    @Parameter
    TestDatabase database;

    protected HikariDataSource dataSource;
    protected JdbcClient jdbc;

    @BeforeEach
    void openDatabase(@TempDir Path folder) {
        dataSource = database.open(folder);
        jdbc = JdbcClient.create(dataSource);
    }

    @AfterEach
    void closeDatabase() {
        dataSource.close();
    }
}
