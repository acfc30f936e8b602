package dev.parley.rest.drain;

import dev.parley.audit.AuditAction;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.Permission;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import dev.parley.session.Drain;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Starts and cancels a drain, which disconnects all clients. */
@RestController
@RequestMapping("/api/v1/drain")
class DrainController {
    private static final String ALL = "everyone";

    private final ActionExecutor executor;
    private final Drain drain;

    /**
     * State of a drain.
     *
     * @param state serving, draining or drained
     * @param clients number of connections
     * @param secondsLeft seconds until the last client is disconnected; 0 unless draining
     */
    record Drained(String state, int clients, long secondsLeft) implements ActionResult {
        static Drained of(Drain.Status status) {
            return new Drained(status.state().label(), status.clients(), status.secondsLeft());
        }

        @Override
        public String outcome() {
            return state + ", clients: " + clients;
        }

        @Override
        public Object after() {
            return this;
        }
    }

    DrainController(ActionExecutor executor, Drain drain) {
        this.executor = executor;
        this.drain = drain;
    }

    @GetMapping
    @RequiresPermission(Permission.READ)
    Drained show() {
        return Drained.of(drain.status());
    }

    @PostMapping
    @RequiresPermission(Permission.ADMINISTER)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Drained start(@RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return executor.execute(RequestOperator.of(from), AuditAction.DRAIN, ALL, reason, () -> {
            drain.start();
            return show();
        });
    }

    @DeleteMapping
    @RequiresPermission(Permission.ADMINISTER)
    Drained cancel(@RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return executor.execute(RequestOperator.of(from), AuditAction.UNDRAIN, ALL, reason, () -> {
            if (!drain.cancel()) {
                throw ApiProblem.of(HttpStatus.CONFLICT, "The service is already stopping, which cannot be undone.");
            }
            return show();
        });
    }
}
