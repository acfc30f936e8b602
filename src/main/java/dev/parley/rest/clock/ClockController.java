package dev.parley.rest.clock;

import dev.parley.audit.AuditAction;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.Permission;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import dev.parley.time.TrustedClock;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows whether the clock is trusted for deleting by age, and confirms it. */
@RestController
@RequestMapping("/api/v1/clock")
class ClockController {
    private final ActionExecutor executor;
    private final TrustedClock clock;

    /**
     * State of the clock.
     *
     * @param now time by the clock
     * @param trusted time that is known to have passed
     * @param ahead whether the clock is too far ahead of it, so that nothing is deleted by age
     */
    record ClockView(Instant now, Instant trusted, boolean ahead) implements ActionResult {
        static ClockView of(TrustedClock.Status status) {
            return new ClockView(seconds(status.now()), seconds(status.trusted()), status.isAhead());
        }

        private static Instant seconds(Instant time) {
            return time.truncatedTo(ChronoUnit.SECONDS);
        }

        @Override
        public String outcome() {
            return "confirmed " + now;
        }

        @Override
        public Object after() {
            return this;
        }
    }

    ClockController(ActionExecutor executor, TrustedClock clock) {
        this.executor = executor;
        this.clock = clock;
    }

    @GetMapping
    @RequiresPermission(Permission.READ)
    ClockView show() {
        return ClockView.of(clock.status());
    }

    @PostMapping("/confirm")
    @RequiresPermission(Permission.ADMINISTER)
    ClockView confirm(@RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return executor.execute(RequestOperator.of(from), AuditAction.CONFIRM_CLOCK, "clock", reason, () -> {
            if (!clock.confirm()) {
                throw ApiProblem.of(HttpStatus.CONFLICT, "The clock is trusted, so there is nothing to confirm.");
            }
            return show();
        });
    }
}
