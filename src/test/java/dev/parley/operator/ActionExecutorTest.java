package dev.parley.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.activity.ActivityLog;
import dev.parley.activity.ActivityStore;
import dev.parley.audit.AuditAction;
import dev.parley.audit.AuditLog;
import dev.parley.chat.port.EventLog;
import dev.parley.database.DatabaseExecutor;
import dev.parley.database.TestDatabase;
import dev.parley.protocol.ChatEvent;
import dev.parley.time.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class ActionExecutorTest {
    private static final Operator OPERATOR = new Operator("token", "192.0.2.7", Role.ADMIN);

    private static final EventLog PAUSED = new EventLog() {
        @Override
        public boolean append(List<ChatEvent> events) {
            return false;
        }

        @Override
        public boolean isPaused() {
            return true;
        }
    };

    private record Done() implements ActionResult {
        @Override
        public String outcome() {
            return "done";
        }
    }

    private final HikariDataSource dataSource = TestDatabase.SQLITE_IN_MEMORY.open(Path.of(""));
    private final DatabaseExecutor database = new DatabaseExecutor();
    private final AuditLog audit = new AuditLog(dataSource, dataSource, database, InstantSource.system());
    private final ActionExecutor executor = new ActionExecutor(
            audit,
            new ActivityLog(
                    new ActivityStore(dataSource, dataSource, database),
                    Duration.ofDays(7),
                    1 << 20,
                    InstantSource.system(),
                    new FakeClock()),
            action -> {},
            JsonMapper.shared(),
            PAUSED);

    @AfterEach
    void close() {
        database.close();
        dataSource.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETE", "CHANGE_ROOM", "CLOSE_ROOM", "MAKE_ACCOUNT", "DROP_ACCOUNT", "RESET_PASSWORD"})
    void changeOfTheChatIsRefusedAndAuditedWhileTheHistoryIsPaused(AuditAction action) {
        assertThatThrownBy(() -> executor.execute(OPERATOR, action, "#dev", "", () -> {
                    throw new AssertionError("executed");
                }))
                .isInstanceOfSatisfying(
                        OperatorException.class, e -> assertThat(e.code()).isEqualTo("unavailable"));
        assertThat(audit.verify().records()).isEqualTo(2);
    }

    @Test
    void kickIsPossibleWhileTheHistoryIsPaused() {
        assertThat(executor.execute(OPERATOR, AuditAction.KICK, "bob", "", Done::new)
                        .outcome())
                .isEqualTo("done");
    }
}
