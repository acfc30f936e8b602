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

/** REST resource of mutes. Unlike a ban, a mute never needs {@code force}. */
@RestController
@RequestMapping("/api/v1/mutes")
class MuteController extends RestrictionController {
    MuteController(RestrictionActions restrictions) {
        super(RestrictionKind.MUTE, restrictions);
    }

    @PostMapping
    @RequiresPermission(Permission.MODERATE)
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = AppliedView.class)))
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ImpactPreview.Impact.class)))
    ResponseEntity<Object> mute(
            @RequestBody MuteRequest request,
            @Parameter(schema = @Schema(type = "boolean")) @RequestParam(required = false) @Nullable String dryRun,
            HttpServletRequest from) {
        return apply(request.restriction(), BooleanParameter.isSet("dryRun", dryRun), from);
    }
}
