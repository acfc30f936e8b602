package dev.parley.rest.audit;

import dev.parley.audit.AuditAction;
import dev.parley.audit.AuditLog;
import dev.parley.audit.AuditRecord;
import dev.parley.moderation.Bans;
import dev.parley.moderation.ModerationService;
import dev.parley.moderation.Mutes;
import dev.parley.moderation.Restriction;
import dev.parley.moderation.RestrictionRegistry;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.DatabaseReads;
import dev.parley.operator.Operator;
import dev.parley.operator.OperatorError;
import dev.parley.operator.Permission;
import dev.parley.operator.RestrictionKind;
import dev.parley.operator.RestrictionView;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Undoes bans, mutes, unbans and unmutes, given the id of the audit record, or of the ban or mute. */
@RestController
class UndoController {
    private final ActionExecutor executor;
    private final AuditLog audit;
    private final Bans bans;
    private final Mutes mutes;
    private final ModerationService moderation;
    private final JsonMapper json;

    /** @param undone kind of the undone action, such as ban */
    record Undone(String undone, String target, String result) implements ActionResult {
        @Override
        public String outcome() {
            return result;
        }
    }

    UndoController(
            ActionExecutor executor,
            AuditLog audit,
            Bans bans,
            Mutes mutes,
            ModerationService moderation,
            JsonMapper json) {
        this.executor = executor;
        this.audit = audit;
        this.bans = bans;
        this.mutes = mutes;
        this.moderation = moderation;
        this.json = json;
    }

    @PostMapping("/api/v1/actions/{id}/undo")
    @RequiresPermission(Permission.MODERATE)
    Undone undo(@PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return executor.execute(
                RequestOperator.of(from), AuditAction.UNDO, id, reason, () -> undo(id, RequestOperator.of(from)));
    }

    private Undone undo(String id, Operator by) {
        if (bans.find(id).isPresent()) {
            return remove(bans, AuditAction.BAN, id);
        }
        if (mutes.find(id).isPresent()) {
            return remove(mutes, AuditAction.MUTE, id);
        }
        AuditRecord done =
                DatabaseReads.orUnavailable("audit", () -> record(id)).orElseThrow(() -> ApiProblem.noSuchAction(id));
        return undo(done, by);
    }

    /** Finds the result record with this id, or the result of the request record with this id. */
    private Optional<AuditRecord> record(String id) {
        try {
            return audit.find(Long.parseLong(id))
                    .flatMap(found -> found.begun() == null ? audit.resultOf(found) : Optional.of(found));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Undone undo(AuditRecord done, Operator by) {
        AuditAction action = AuditAction.of(done.request().action())
                .orElseThrow(() -> ApiProblem.noSuchAction(done.request().action()));
        return switch (action) {
            case BAN, MUTE -> done.before() == null ? remove(done, action) : imposeAgain(done, action, by);
            case UNBAN, UNMUTE -> imposeAgain(done, action, by);
            default -> throw ApiProblem.cannotUndo("An action of the kind " + action.label() + " cannot be undone.");
        };
    }

    private Undone remove(AuditRecord done, AuditAction action) {
        return remove(
                action == AuditAction.BAN ? bans : mutes,
                action,
                restriction(done, done.after()).id());
    }

    private Undone remove(RestrictionRegistry registry, AuditAction action, String id) {
        Restriction removed = registry.remove(id)
                .orElseThrow(() -> ApiProblem.cannotUndo("The " + action.label() + " is no longer in force."));
        if (!registry.store()) {
            throw ApiProblem.unavailable("The " + action.label() + " is removed, but this could not be saved"
                    + "; Parley retries, and a restart before that succeeds restores it.");
        }
        String target = RestrictionView.of(RestrictionKind.BAN, removed).target();
        return new Undone(action.label(), target, "removed the " + action.label() + " of " + target);
    }

    private Undone imposeAgain(AuditRecord done, AuditAction action, Operator by) {
        RestrictionView was = restriction(done, done.before());
        Duration left = left(was.expiresAt());
        by.requireDuration(left);
        var again = action == AuditAction.UNBAN || action == AuditAction.BAN
                ? moderation.ban(was.asTarget(), was.reason(), left)
                : moderation.mute(was.asTarget(), was.reason(), left, Boolean.TRUE.equals(was.shadow()));
        ModerationService.Applied imposed = again.orElseThrow(() -> ApiProblem.of(
                new OperatorError.TooManyRestrictions(RestrictionKind.BAN, RestrictionRegistry.MAX_RESTRICTIONS)));
        if (!imposed.isStored()) {
            throw ApiProblem.unavailable("The restriction is in force again, but this could not be saved"
                    + "; Parley retries, and a restart before that succeeds removes it.");
        }
        return new Undone(
                action.label(),
                was.target(),
                "in force again as " + imposed.restriction().id());
    }

    private static @Nullable Duration left(@Nullable Instant expiresAt) {
        if (expiresAt == null) {
            return null;
        }
        Duration left = Duration.between(Instant.now(), expiresAt);
        if (!left.isPositive()) {
            throw ApiProblem.cannotUndo("The restriction would have expired by now.");
        }
        return left;
    }

    /** Returns the ban or mute in a record. The record of an action that was refused or failed contains none. */
    private RestrictionView restriction(AuditRecord done, @Nullable String state) {
        if (state == null) {
            throw ApiProblem.cannotUndo("The action was not executed (" + done.result() + ").");
        }
        return json.readValue(state, RestrictionView.class);
    }
}
