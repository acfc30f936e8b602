package dev.parley.scenario;

import dev.parley.StartedApplication;
import dev.parley.database.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the chat scripts with three replicas, of which the first one leads. */
class ClusterScriptTest extends ChatScriptContract {
    private static final int REPLICAS = 3;

    @TempDir
    static Path data;

    private static final List<ConfigurableApplicationContext> applications = new ArrayList<>();
    private static List<RunningChat> chats;

    @BeforeAll
    static void startReplicas() {
        String url = TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase());
        String[] arguments = Stream.concat(
                        Stream.of("parley.cluster.enabled=true", "spring.datasource.url=" + url),
                        Stream.of(StartedChat.class
                                .getAnnotation(StartedApplication.class)
                                .properties()))
                .map("--"::concat)
                .toArray(String[]::new);
        for (int i = 1; i <= REPLICAS; i++) {
            applications.add(InProcessApplication.application(data.resolve("replica-" + i), arguments));
        }
        chats = applications.stream()
                .map(application -> application.getAutowireCapableBeanFactory().createBean(RunningChat.class))
                .toList();
    }

    /** The last to stop is the first, which leads. */
    @AfterAll
    static void stopReplicas() {
        applications.reversed().forEach(ConfigurableApplicationContext::close);
    }

    @Override
    List<RunningChat> replicas() {
        return chats;
    }
}
