package dev.parley.rest.moderation;

import dev.parley.moderation.ImpactPreview;
import dev.parley.operator.Permission;
import dev.parley.operator.RestrictionActions;
import dev.parley.operator.RestrictionKind;
import dev.parley.rest.BooleanParameter;
import dev.parley.rest.RequiresPermission;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** REST resource of bans. */
@RestController
@RequestMapping("/api/v1/bans")
class BanController extends RestrictionController {
    BanController(RestrictionActions restrictions) {
        super(RestrictionKind.BAN, restrictions);
    }

    @PostMapping
    @RequiresPermission(Permission.MODERATE)
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = AppliedView.class)))
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ImpactPreview.Impact.class)))
    ResponseEntity<Object> ban(
            @RequestBody BanRequest request,
            @Parameter(schema = @Schema(type = "boolean")) @RequestParam(required = false) @Nullable String dryRun,
            @Parameter(schema = @Schema(type = "boolean")) @RequestParam(required = false) @Nullable String force,
            HttpServletRequest from) {
        boolean isDryRun = BooleanParameter.isSet("dryRun", dryRun);
        boolean isForced =
                Boolean.TRUE.equals(request.force()) || (!isDryRun && BooleanParameter.isSet("force", force));
        return apply(request.restriction(isForced), isDryRun, from);
    }
}
