package dev.parley.rest.announcements;

import dev.parley.operator.ClientActions;
import dev.parley.operator.Permission;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Announces a text to everyone, or to everyone in a room. */
@RestController
class AnnouncementController {
    private final ClientActions actions;

    /** @param room with or without its {@code #}; absent for an announcement to everyone */
    record Announcement(@Nullable String text, @Nullable String room) {}

    AnnouncementController(ClientActions actions) {
        this.actions = actions;
    }

    @PostMapping("/api/v1/announcements")
    @RequiresPermission(Permission.MODERATE)
    ClientActions.Announced announce(@RequestBody Announcement announcement, HttpServletRequest from) {
        return actions.announce(announcement.text(), announcement.room(), RequestOperator.of(from));
    }
}
