package dev.parley.rest.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.TestPostgres;
import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.rest.security.TokenFile;
import dev.parley.tcp.ListenerLifecycle;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.ClassUtils;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class BackupControllerTest {
    private static final String BACKUP = "/api/v1/backup";
    private static final String MESSAGES = "/api/v1/rooms/backup/messages";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Autowired
    BackupController controller;

    @Autowired
    TokenFile tokenFile;

    @Autowired
    ApplicationContext context;

    @TempDir
    Path directory;

    @Test
    void serverStartsFromADownloadedBackup() throws IOException, InterruptedException {
        try (var uma = ChatUser.named("uma", chat.port())) {
            uma.say("/join #backup");
            uma.say("said before");
            uma.hear("<uma> said before");
            var reply = download(directory.resolve("parley.db"));
            uma.say("said after");
            uma.hear("<uma> said after");

            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.headers().firstValue("Content-Type")).contains("application/vnd.sqlite3");
            assertThat(reply.headers().firstValue("Content-Disposition").orElseThrow())
                    .matches("attachment; filename=\"parley-\\d{8}T\\d{6}Z\\.db\"");
            assertThat(reply.headers().firstValueAsLong("Content-Length").orElseThrow())
                    .isEqualTo(Files.size(reply.body()));
        }
        var items = operator.get(MESSAGES).items();
        assertThat(items).hasSize(2);
        try (var restored = start("--parley.data-dir=" + directory)) {
            assertThat(operatorOf(restored).get(MESSAGES).items()).containsExactly(items.get(1));
        }
    }

    @Test
    void headMakesNoBackupAndNoRecord() {
        var before = operator.get("/api/v1/audit?limit=1").items();

        var reply = operator.send(operator.request(BACKUP).method("HEAD", BodyPublishers.noBody()));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/vnd.sqlite3");
        assertThat(operator.get("/api/v1/audit?limit=1").items()).isEqualTo(before);
    }

    @Test
    void chatContinuesDuringABackupAndASecondBackupIsRefused(CapturedOutput output) throws IOException {
        List<OperatorClient.HttpReply> second = new ArrayList<>();
        try (var uma = ChatUser.named("uma", chat.port())) {
            controller.send(new MockHttpServletRequest(), new Sending(() -> {
                if (second.isEmpty()) {
                    second.add(operator.get(BACKUP));
                    uma.say("still here");
                    uma.hear("<uma> still here");
                }
            }));
        }

        assertThat(second).singleElement().satisfies(reply -> {
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.text("code")).isEqualTo("backup-running");
        });
        assertThat(operator.get(BACKUP).status()).isEqualTo(200);
        assertThat(output)
                .contains("action=backup target=\"database\" reason=\"\" result=\"backup-running\"")
                .containsPattern("action=backup target=\"database\" reason=\"\" result=\"sent \\d+ bytes\"");
    }

    @Test
    void abortedBackupLeavesNoFileAndLogsNoError(CapturedOutput output) throws IOException {
        controller.send(new MockHttpServletRequest(), new Sending(() -> {
            throw new IOException("Broken pipe");
        }));

        assertThat(output)
                .contains(
                        "action=backup target=\"database\" reason=\"\" result=\"incomplete: the reader disconnected\"")
                .doesNotContain("Broken pipe");
        assertThat(operator.get(BACKUP).status()).isEqualTo(200);
        try (Stream<Path> files = Files.list(tokenFile.path().toAbsolutePath().getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".parley-backup"));
        }
    }

    @Test
    void backupThatNobodyReadsIsAbortedAndTheNextOneRuns(CapturedOutput output) throws IOException {
        controller.send(new MockHttpServletRequest(), new Sending(() -> {
            throw new ClientAbortException(new SocketTimeoutException());
        }));

        assertThat(output).contains("action=backup target=\"database\" reason=\"\" result=\"aborted: ");
        assertThat(context.getEnvironment().getProperty("server.tomcat.connection-timeout"))
                .isEqualTo("60s");
        assertThat(operator.get(BACKUP).status()).isEqualTo(200);
    }

    @Test
    void backupOfPostgresqlIsNotSupported() {
        String postgres = TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase());
        try (var parley = start("--parley.data-dir=" + directory, "--spring.datasource.url=" + postgres)) {
            var reply = operatorOf(parley).get(BACKUP);

            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.text("code")).isEqualTo("not-supported");
        }
    }

    private HttpResponse<Path> download(Path file) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(operator.request(BACKUP).build(), BodyHandlers.ofFile(file));
        }
    }

    /** The application that is tested here, once more. */
    private ConfigurableApplicationContext start(String... arguments) {
        Object application = context.getBeansWithAnnotation(SpringBootApplication.class)
                .values()
                .iterator()
                .next();
        return new SpringApplicationBuilder(ClassUtils.getUserClass(application))
                .run(Stream.concat(
                                Stream.of("--server.port=0", "--management.server.port=0", "--parley.tcp.port=0"),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static OperatorClient operatorOf(ConfigurableApplicationContext parley) {
        return new OperatorClient(parley.getBean(TokenFile.class), parley.getEnvironment());
    }

    private interface Step {
        void take() throws IOException;
    }

    /** An answer whose every write first lets something happen. */
    private static final class Sending extends MockHttpServletResponse {
        private final Step step;

        Sending(Step step) {
            this.step = step;
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new ServletOutputStream() {
                @Override
                public void write(int b) throws IOException {
                    step.take();
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    step.take();
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
