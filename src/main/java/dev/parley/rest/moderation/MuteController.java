package dev.parley.rest.moderation;

import dev.parley.operator.Permission;
import dev.parley.operator.RestrictionActions;
import dev.parley.operator.RestrictionKind;
import dev.parley.rest.BooleanParameter;
import dev.parley.rest.RequiresPermission;
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
    ResponseEntity<Object> mute(
            @RequestBody MuteRequest request,
            @RequestParam(required = false) @Nullable String dryRun,
            HttpServletRequest from) {
        return apply(request.restriction(), BooleanParameter.isSet("dryRun", dryRun), from);
    }
}
