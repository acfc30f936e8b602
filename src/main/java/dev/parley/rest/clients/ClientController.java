package dev.parley.rest.clients;

import dev.parley.operator.ClientActions;
import dev.parley.operator.Permission;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Disconnects clients, and sends them notices. */
@RestController
@RequestMapping("/api/v1/clients")
class ClientController {
    private final ClientActions actions;

    record Notice(@Nullable String text) {}

    ClientController(ClientActions actions) {
        this.actions = actions;
    }

    @DeleteMapping("/{id}")
    @RequiresPermission(Permission.MODERATE)
    ClientActions.Kicked kick(
            @PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return actions.kick(id, reason, RequestOperator.of(from));
    }

    @PostMapping("/{id}/messages")
    @RequiresPermission(Permission.MODERATE)
    ClientActions.SentNotice notice(@PathVariable String id, @RequestBody Notice notice, HttpServletRequest from) {
        return actions.notice(id, notice.text(), RequestOperator.of(from));
    }
}
