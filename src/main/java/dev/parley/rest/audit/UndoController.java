package dev.parley.rest.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.parley.audit.AuditAction;
import dev.parley.audit.AuditLog;
import dev.parley.audit.AuditRecord;
import dev.parley.audit.AuditTarget;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.AuditedResult;
import dev.parley.operator.DatabaseReads;
import dev.parley.operator.Operator;
import dev.parley.operator.Permission;
import dev.parley.operator.RestrictionActions;
import dev.parley.operator.RestrictionKind;
import dev.parley.operator.RestrictionView;
import dev.parley.rest.BooleanParameter;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Undoes bans, mutes, their removal, and such an undo: restores the state of the target before the action, if it is
 * still the state after it. An action is named by one of its records in the audit, or by the id of its ban or mute.
 */
@RestController
class UndoController {
    private static final Set<AuditAction> UNDOABLE =
            EnumSet.of(AuditAction.BAN, AuditAction.MUTE, AuditAction.UNBAN, AuditAction.UNMUTE, AuditAction.UNDO);

    private final ActionExecutor executor;
    private final AuditLog audit;
    private final RestrictionActions restrictions;
    private final JsonMapper json;
    private final InstantSource clock;

    /** @param undone kind of the undone action, such as ban */
    record Undone(
            String undone,
            String target,
            String result,
            @JsonIgnore @Nullable RestrictionView before,
            @JsonIgnore @Nullable RestrictionView after)
            implements ActionResult {
        @Override
        public String outcome() {
            return result;
        }
    }

    /** Last change of a target after the action that was to be undone. */
    private record Change(
            String id, Instant at, String actor, String action, String target, String reason, String result) {
        static Change of(AuditRecord record) {
            AuditRecord.AuditedRequest request = record.request();
            return new Change(
                    Long.toString(record.id()),
                    record.at(),
                    request.actor(),
                    request.action(),
                    request.target(),
                    request.reason(),
                    record.result());
        }
    }

    /** @param clock by which the times of restrictions were determined */
    UndoController(
            ActionExecutor executor,
            AuditLog audit,
            RestrictionActions restrictions,
            JsonMapper json,
            InstantSource clock) {
        this.executor = executor;
        this.audit = audit;
        this.restrictions = restrictions;
        this.json = json;
        this.clock = clock;
    }

    @PostMapping("/api/v1/actions/{id}/undo")
    @RequiresPermission(Permission.MODERATE)
    AuditedResult<Undone> undo(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(required = false) @Nullable String force,
            HttpServletRequest from) {
        Operator by = RequestOperator.of(from);
        boolean isForced = BooleanParameter.isSet("force", force);
        return executor.executeWithId(
                by, AuditAction.UNDO, AuditTarget.of(id, name(id)), reason, () -> undo(id, isForced, by));
    }

    /** Returns the name of the target of the action that is to be undone; empty if it is unknown. */
    private Optional<String> name(String id) {
        return DatabaseReads.orEmpty(() -> record(id))
                .flatMap(done -> Optional.ofNullable(either(done)))
                .or(() -> restrictions.inForce(id))
                .map(RestrictionView::target);
    }

    private @Nullable RestrictionView either(AuditRecord done) {
        RestrictionView after = restriction(done.after());
        return after == null ? restriction(done.before()) : after;
    }

    private Undone undo(String id, boolean isForced, Operator by) {
        Optional<AuditRecord> done = DatabaseReads.orUnavailable("audit", () -> record(id));
        return done.isPresent()
                ? undo(done.get(), isForced, by)
                : restrictions
                        .inForce(id)
                        .map(unrecorded -> remove(kind(unrecorded).label(), unrecorded))
                        .orElseThrow(() -> ApiProblem.noSuchAction(id));
    }

    /** Finds the result record with this id, or the result of the request record or of the ban or mute with this id. */
    private Optional<AuditRecord> record(String id) {
        return number(id)
                .flatMap(audit::find)
                .flatMap(found -> found.begun() == null ? audit.resultOf(found) : Optional.of(found))
                .or(() -> audit.lastRestriction(id));
    }

    private static Optional<Long> number(String id) {
        try {
            return Optional.of(Long.valueOf(id));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Undone undo(AuditRecord done, boolean isForced, Operator by) {
        String action = done.request().action();
        if (AuditAction.of(action).filter(UNDOABLE::contains).isEmpty()) {
            throw ApiProblem.cannotUndo("An action of the kind " + action + " cannot be undone.");
        }
        RestrictionView before = restriction(done.before());
        RestrictionView after = restriction(done.after());
        RestrictionView either = either(done);
        if (either == null) {
            throw ApiProblem.cannotUndo("The action was not executed (" + done.result() + ").");
        }
        RestrictionView current = restrictions.current(kind(either), either).orElse(null);
        if (!isSame(after, current)) {
            throw changed(done, current == null ? either : current, current);
        }
        return before == null ? remove(action, either) : restore(action, before, current, isForced, by);
    }

    private static RestrictionKind kind(RestrictionView restriction) {
        return restriction.shadow() == null ? RestrictionKind.BAN : RestrictionKind.MUTE;
    }

    private static boolean isSame(@Nullable RestrictionView then, @Nullable RestrictionView now) {
        return then == null || now == null
                ? then == now
                : then.id().equals(now.id())
                        && then.reason().equals(now.reason())
                        && Objects.equals(then.expiresAt(), now.expiresAt())
                        && Objects.equals(then.shadow(), now.shadow());
    }

    /** @param touched the restriction that the last change made or removed */
    private ApiProblem changed(AuditRecord done, RestrictionView touched, @Nullable RestrictionView current) {
        Change change = DatabaseReads.orUnavailable("audit", () -> audit.lastChange(touched.id(), done.id()))
                .map(Change::of)
                .orElse(null);
        String why = change == null
                ? "The restriction of " + touched.target() + " has ended since."
                : change.actor() + " has changed this since: " + change.result() + ".";
        return ApiProblem.changedSince(why, change, current);
    }

    private Undone remove(String action, RestrictionView restriction) {
        RestrictionActions.Removed removed = restrictions.lift(kind(restriction), restriction.id());
        return new Undone(action, restriction.target(), removed.outcome(), removed.restriction(), null);
    }

    private Undone restore(
            String action, RestrictionView earlier, @Nullable RestrictionView current, boolean isForced, Operator by) {
        RestrictionView restored =
                restrictions.restore(kind(earlier), earlier, left(earlier.expiresAt()), isForced, by);
        return new Undone(action, earlier.target(), "in force again as " + restored.id(), current, restored);
    }

    private @Nullable Duration left(@Nullable Instant expiresAt) {
        if (expiresAt == null) {
            return null;
        }
        Duration left = Duration.between(clock.instant(), expiresAt);
        if (left.toSeconds() < 1) {
            throw ApiProblem.cannotUndo("The restriction would have expired by now.");
        }
        return left;
    }

    /** Returns the state in a record. The record of an action that was refused or failed contains none. */
    private @Nullable RestrictionView restriction(@Nullable String state) {
        return state == null ? null : json.readValue(state, RestrictionView.class);
    }
}
