package dev.parley.rest.backup;

import dev.parley.audit.AuditAction;
import dev.parley.history.DatabaseBackup;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.Permission;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends a copy of the database. Only one copy is made at a time, because each takes as much disk space as the database.
 */
@RestController
class BackupController {
    private static final Logger log = LoggerFactory.getLogger(BackupController.class);
    private static final String SQLITE = "application/vnd.sqlite3";
    private static final DateTimeFormatter ATTACHMENT = DateTimeFormatter.ofPattern(
                    "'attachment; filename=\"parley-'uuuuMMdd'T'HHmmss'Z.db\"'")
            .withZone(ZoneOffset.UTC);

    private final ActionExecutor executor;
    private final DatabaseBackup backup;
    private final Semaphore turn = new Semaphore(1);

    record Sent(String outcome) implements ActionResult {}

    BackupController(ActionExecutor executor, DatabaseBackup backup) {
        this.executor = executor;
        this.backup = backup;
    }

    @GetMapping("/api/v1/backup")
    @RequiresPermission(Permission.ADMINISTER)
    void send(HttpServletRequest from, HttpServletResponse response) {
        if (HttpMethod.HEAD.matches(from.getMethod())) { // makes no copy only to drop it
            head(response);
            return;
        }
        executor.execute(RequestOperator.of(from), AuditAction.BACKUP, "database", "", () -> send(response));
    }

    private void head(HttpServletResponse response) {
        if (!backup.isSupported()) {
            throw ApiProblem.backupNotSupported();
        }
        response.setContentType(SQLITE);
    }

    private Sent send(HttpServletResponse response) {
        if (!turn.tryAcquire()) {
            throw ApiProblem.backupRunning();
        }
        try (FileChannel copy = copy()) {
            return send(copy, response);
        } catch (DataAccessException | IOException e) {
            log.warn("Could not make a backup: {}", String.valueOf(NestedExceptionUtils.getMostSpecificCause(e)));
            throw ApiProblem.unavailable("The backup failed; the log of the service has the cause.");
        } finally {
            turn.release();
        }
    }

    private FileChannel copy() throws IOException {
        return backup.copy().orElseThrow(ApiProblem::backupNotSupported);
    }

    /**
     * Sends the copy and its length, so that the caller can detect an incomplete copy. A write that makes no progress
     * ends after {@code server.tomcat.connection-timeout}, and the connection is closed.
     */
    private static Sent send(FileChannel copy, HttpServletResponse response) throws IOException {
        long bytes = copy.size();
        response.setContentType(SQLITE);
        response.setContentLengthLong(bytes);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, ATTACHMENT.format(Instant.now()));
        try {
            Channels.newInputStream(copy).transferTo(response.getOutputStream());
            return new Sent("sent " + bytes + " bytes");
        } catch (IOException e) {
            log.debug("A backup was not read to its end", e);
            boolean isStalled = NestedExceptionUtils.getMostSpecificCause(e) instanceof SocketTimeoutException;
            return new Sent(
                    isStalled ? "aborted: the reader made no progress in time" : "incomplete: the reader disconnected");
        }
    }
}
