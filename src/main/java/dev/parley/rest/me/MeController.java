package dev.parley.rest.me;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.operator.Operator;
import dev.parley.operator.Permission;
import dev.parley.operator.Role;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the caller's own name, role and permissions. */
@RestController
class MeController {
    /**
     * The caller.
     *
     * @param actor name as in the audit
     * @param rights permissions of the role
     * @param expiresAt expiry of the caller's token; absent if it never expires
     */
    record CallerView(
            String actor,
            String role,
            List<String> rights,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant expiresAt) {}

    @GetMapping("/api/v1/me")
    @RequiresPermission(Permission.IDENTIFY)
    CallerView show(HttpServletRequest from) {
        Operator caller = RequestOperator.of(from);
        Role role = Objects.requireNonNull(caller.role(), "only a role has the permission");
        return new CallerView(
                caller.actor(),
                role.label(),
                role.permissions().stream().map(Permission::label).toList(),
                RequestOperator.expiry(from));
    }
}
