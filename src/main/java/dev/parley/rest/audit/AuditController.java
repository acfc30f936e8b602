package dev.parley.rest.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.parley.audit.AuditAction;
import dev.parley.audit.AuditFilter;
import dev.parley.audit.AuditLog;
import dev.parley.audit.AuditRecord;
import dev.parley.operator.DatabaseReads;
import dev.parley.operator.Permission;
import dev.parley.rest.BooleanParameter;
import dev.parley.rest.FilterParameters;
import dev.parley.rest.Page;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the records of the audit, newest first, and verifies that no record was changed. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {
    private final AuditLog audit;

    /**
     * A record of the audit. Each action has two records: one of the request and one of the result.
     *
     * @param request id of the request record this result belongs to; null in a request record
     * @param result result of the action; {@code begun} in a request record
     * @param before state before the change; null if there was none
     */
    record AuditRecordView(
            String id,
            Instant at,
            String actor,
            String address,
            String action,
            String target,
            String reason,
            String result,
            @Nullable String request,
            @JsonRawValue @Nullable String before,
            @JsonRawValue @Nullable String after,
            String hash) {
        static AuditRecordView of(AuditRecord stored) {
            Long begun = stored.begun();
            return new AuditRecordView(
                    Long.toString(stored.id()),
                    stored.at(),
                    stored.request().actor(),
                    stored.request().address(),
                    stored.request().action(),
                    stored.request().target(),
                    stored.request().reason(),
                    stored.result(),
                    begun == null ? null : Long.toString(begun),
                    stored.before(),
                    stored.after(),
                    stored.hash());
        }
    }

    /** @param head the last record; a copy kept elsewhere shows whether the records up to it were changed later */
    record Verified(boolean valid, long records, @Nullable Broken broken, Head head) {
        static Verified of(AuditLog.Verified verified) {
            Long at = verified.brokenAt();
            String problem = verified.problem();
            return new Verified(
                    verified.isValid(),
                    verified.records(),
                    problem == null ? null : new Broken(at == null ? null : Long.toString(at), problem),
                    new Head(
                            Long.toString(verified.head().id()), verified.head().hash()));
        }
    }

    /** @param id id of the first record that was changed or is missing; null if the last record is unknown */
    record Broken(@Nullable String id, String problem) {}

    record Head(String id, String hash) {}

    AuditController(AuditLog audit) {
        this.audit = audit;
    }

    @GetMapping
    @RequiresPermission(Permission.AUDIT)
    Page<AuditRecordView> list(
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String target,
            @Parameter(schema = @Schema(type = "boolean")) @RequestParam(required = false) @Nullable String once,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        long before = cursor == null ? Long.MAX_VALUE : Page.position(cursor);
        var filter = new AuditFilter(
                FilterParameters.text("actor", actor),
                knownAction(action),
                FilterParameters.targets("target", target),
                BooleanParameter.isSet("once", once));
        List<AuditRecordView> found =
                DatabaseReads.orUnavailable("audit", () -> audit.before(before, filter, limit + 1)).stream()
                        .map(AuditRecordView::of)
                        .toList();
        return Page.of(found, limit, AuditRecordView::id);
    }

    private static @Nullable AuditAction knownAction(@Nullable String action) {
        return action == null
                ? null
                : AuditAction.of(action)
                        .orElseThrow(() -> ApiProblem.badArgument("\"action\" must be one of "
                                + Stream.of(AuditAction.values())
                                        .map(AuditAction::label)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    @GetMapping("/verify")
    @RequiresPermission(Permission.AUDIT)
    Verified verify() {
        return Verified.of(DatabaseReads.orUnavailable("audit", audit::verify));
    }
}
