package dev.parley.rest.moderation;

import dev.parley.operator.AuditedResult;
import dev.parley.operator.Permission;
import dev.parley.operator.RestrictionActions;
import dev.parley.operator.RestrictionKind;
import dev.parley.operator.RestrictionRequest;
import dev.parley.operator.RestrictionView;
import dev.parley.rest.Page;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Lists bans or mutes in the order in which they were made, or newest first, and previews, applies and removes them. */
abstract class RestrictionController {
    private final RestrictionKind kind;
    private final RestrictionActions restrictions;

    RestrictionController(RestrictionKind kind, RestrictionActions restrictions) {
        this.kind = kind;
        this.restrictions = restrictions;
    }

    @GetMapping
    @RequiresPermission(Permission.READ)
    Page<RestrictionView> list(
            @ParameterObject RestrictionFilter filter,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        Predicate<RestrictionView> asked = filter.predicate();
        boolean isNewestFirst = isNewestFirst(sort);
        try {
            List<RestrictionView> found = restrictions.list(kind, asked, isNewestFirst, cursor, limit + 1);
            return Page.of(found, limit, RestrictionView::id);
        } catch (NumberFormatException e) {
            throw Page.badCursor();
        }
    }

    private static boolean isNewestFirst(@Nullable String sort) {
        return switch (sort) {
            case null -> false;
            case "createdAt" -> false;
            case "-createdAt" -> true;
            default -> throw ApiProblem.badArgument("\"sort\" must be createdAt or -createdAt.");
        };
    }

    /** Answers 201 with the applied restriction, or 200 with a preview for a dry run. */
    ResponseEntity<Object> apply(RestrictionRequest request, boolean isDryRun, HttpServletRequest from) {
        return isDryRun
                ? ResponseEntity.ok(restrictions.preview(kind, request, RequestOperator.of(from)))
                : ResponseEntity.status(HttpStatus.CREATED)
                        .body(AppliedView.of(restrictions.apply(kind, request, RequestOperator.of(from), true)));
    }

    @DeleteMapping("/{id}")
    @RequiresPermission(Permission.MODERATE)
    AuditedResult<RestrictionActions.Removed> remove(
            @PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return restrictions.remove(kind, id, reason, RequestOperator.of(from));
    }
}
