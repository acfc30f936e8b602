package dev.parley.rest.loggers;

import dev.parley.audit.AuditAction;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.Permission;
import dev.parley.rest.Page;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists, shows and changes the log levels of Parley's packages. The levels of single classes and of other packages
 * cannot be changed here, because their logs may contain the text of messages.
 */
@RestController
@RequestMapping("/api/v1/loggers")
class LoggerController {
    private static final String ROOT = "dev.parley";

    private final ActionExecutor executor;
    private final LoggingSystem logging;

    /** @param level absent to use the level of the parent package */
    record Change(@Nullable String level) {}

    /**
     * A package and its log level.
     *
     * @param level level that is set for the package; absent if the package uses the level of its parent
     * @param effective level in force
     */
    record LoggerView(String name, @Nullable String level, String effective) implements ActionResult {
        @Override
        public String outcome() {
            return "level " + effective;
        }

        @Override
        public Object after() {
            return this;
        }
    }

    LoggerController(ActionExecutor executor, LoggingSystem logging) {
        this.executor = executor;
        this.logging = logging;
    }

    @GetMapping
    @RequiresPermission(Permission.READ)
    Page<LoggerView> list(
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(defaultValue = "") String cursor) {
        Page.check(limit);
        List<LoggerView> found = Arrays.stream(
                        LoggerController.class.getClassLoader().getDefinedPackages())
                .map(Package::getName)
                .filter(name -> isPackageOfOurs(name) && name.compareTo(cursor) > 0)
                .sorted()
                .limit(limit + 1L)
                .map(this::view)
                .toList();
        return Page.of(found, limit, LoggerView::name);
    }

    @GetMapping("/{name}")
    @RequiresPermission(Permission.READ)
    LoggerView show(@PathVariable String name) {
        if (!isPackageOfOurs(name)) {
            throw ApiProblem.noSuchLogger(name);
        }
        return view(name);
    }

    private LoggerView view(String name) {
        LoggerFactory.getLogger(name); // A logger that nobody has asked for does not exist yet.
        LoggerConfiguration logger = Objects.requireNonNull(logging.getLoggerConfiguration(name), "exists");
        LogLevel level = logger.getConfiguredLevel();
        return new LoggerView(name, level == null ? null : label(level), label(logger.getEffectiveLevel()));
    }

    @PutMapping("/{name}")
    @RequiresPermission(Permission.ADMINISTER)
    LoggerView change(@PathVariable String name, @RequestBody Change change, HttpServletRequest from) {
        return executor.execute(
                RequestOperator.of(from), AuditAction.SET_LOG_LEVEL, name, String.valueOf(change.level()), () -> {
                    LogLevel level = change.level() == null ? null : level(change.level());
                    show(name);
                    logging.setLogLevel(name, level);
                    return show(name);
                });
    }

    private static boolean isPackageOfOurs(String name) {
        return (name.equals(ROOT) || name.startsWith(ROOT + "."))
                && LoggerController.class.getClassLoader().getDefinedPackage(name) != null;
    }

    private static LogLevel level(String text) {
        try {
            return LogLevel.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badArgument("\"level\" must be trace, debug, info, warn, error, off or null.");
        }
    }

    private static String label(LogLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
