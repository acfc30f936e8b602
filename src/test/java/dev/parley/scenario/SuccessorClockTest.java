package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/**
 * A process whose clock is an hour ahead of that of the process before it. Here both have the clock of this machine,
 * and that of the database server is an hour behind; so they differ by an hour if only one of them uses the server's.
 */
class SuccessorClockTest {
    private static final String SERVER_CLOCK = """
            CREATE SCHEMA clock;
            CREATE FUNCTION clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql
            AS 'SELECT pg_catalog.clock_timestamp() - interval ''1 hour''';
            ALTER DATABASE %s SET search_path = public, clock, pg_catalog""";

    /** Whether all times are by the clock of the server. */
    private static final String TIMES = """
            SELECT greatest(
                (SELECT max(at) FROM chat_event),
                (SELECT max(expires_at) - 1000 * 60 * 5 FROM resumable_session),
                (SELECT max(expires_at) - 1000 * 60 * 30 FROM api_token),
                (SELECT max(expires_at) - 1000 * 60 * 30 FROM ban),
                (SELECT max(at) FROM audit),
                (SELECT max(at) FROM activity),
                (SELECT max(last_id) / 65536 FROM activity),
                (SELECT max(created_at) FROM webhook)) <= 1000 * extract(epoch FROM clock_timestamp())""";

    private final String name = TestPostgres.newDatabase();
    private final String url = TestPostgres.url(TestPostgres.port(), name);

    @TempDir
    Path data;

    private int port;

    @Test
    void keysAndTokensAreAsOldAsTheyWereForTheProcessBefore() throws Exception {
        var database = JdbcClient.create(new DriverManagerDataSource(url));
        database.sql(SERVER_CLOCK.formatted(name)).update();
        String resume;
        String token;
        try (var parley = start();
                var bob = new TcpClient(port)) {
            bob.send("/register bob correct-horse-9");
            resume = lineWith(bob, "*** if disconnected,").replaceAll(".* ", "");
            bob.send("/say key=k1 hello");
            lineWith(bob, "<bob> hello");
            var api = ApiClient.ofAdmin(parley, data);
            token = api.post("tokens", "{\"name\":\"ci\",\"role\":\"viewer\",\"duration\":\"PT30M\"}")
                    .path("token")
                    .asString();
            var ban = api.post("bans", "{\"nick\":\"eve\",\"duration\":\"PT30M\"}");
            var unban = api.delete("bans/" + ban.path("id").asString());
            api.post("actions/" + unban.path("action").asString() + "/undo", "");
            api.post("webhooks", "{\"url\":\"http://127.0.0.1:" + ParleyProcess.freePort() + "/\"}");
            assertThat(timeOf(api.get("clients").path("items").path(0), "connectedAt"))
                    .isBefore(Instant.now().minusSeconds(1_800));
        }
        assertThat(database.sql(TIMES).query(Boolean.class).single()).isTrue();
        try (var parley = start();
                var bob = new TcpClient(port)) {
            bob.send("/resume " + resume);
            lineWith(bob, "*** resumed");
            bob.send("/say key=k1 hello");
            lineWith(bob, "*** duplicate ignored");
            bob.send("/nick eve");
            lineWith(bob, "*** error banned");
            new ApiClient(parley, token).get("bans");
        }
    }

    private static Instant timeOf(JsonNode object, String name) {
        return Instant.parse(object.path(name).asString());
    }

    private ConfigurableApplicationContext start() throws IOException {
        port = ParleyProcess.freePort();
        return InProcessApplication.application(
                data,
                "--parley.tcp.port=" + port,
                "--parley.webhooks.allow-private-networks=true",
                "--spring.datasource.url=" + url);
    }

    private static String lineWith(TcpClient client, String start) throws IOException {
        String line = client.line();
        while (line != null && !line.startsWith(start)) {
            assertThat(line).doesNotContain("auth-failed");
            line = client.line();
        }
        assertThat(line).as(start).isNotNull();
        return line;
    }
}
