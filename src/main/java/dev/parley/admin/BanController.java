package dev.parley.admin;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.event.Action;
import dev.parley.moderation.Bans;
import dev.parley.moderation.HitClient;
import dev.parley.moderation.Moderator;
import dev.parley.moderation.Sanction;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows bans in the order they were made, tells what one would do, makes them and takes them back. */
@RestController
@RequestMapping("/api/v1/bans")
class BanController {
    private final Acts acts;
    private final Bans bans;
    private final Sanctioning sanctioning;
    private final Sessions sessions;

    record MadeBan(
            @JsonUnwrapped ShownSanction ban,
            List<HitClient> clients,
            @JsonIgnore @Nullable ShownSanction replaced) implements Acts.Outcome {
        static MadeBan of(Moderator.Imposed banned) {
            Sanction replaced = banned.replaced();
            return new MadeBan(
                    ShownSanction.ofBan(banned.sanction()),
                    HitClient.of(banned.hits()),
                    replaced == null ? null : ShownSanction.ofBan(replaced));
        }

        @Override
        public String outcome() {
            return "banned " + ban.until() + " as " + ban.id() + ", ended " + clients.size();
        }

        @Override
        public @Nullable Object before() {
            return replaced;
        }

        @Override
        public Object after() {
            return ban;
        }
    }

    record TakenBack(@JsonUnwrapped ShownSanction ban) implements Acts.Outcome {
        @Override
        public String outcome() {
            return "took back the ban of " + ban.target();
        }

        @Override
        public Object before() {
            return ban;
        }
    }

    BanController(Acts acts, Bans bans, Sanctioning sanctioning, Sessions sessions) {
        this.acts = acts;
        this.bans = bans;
        this.sanctioning = sanctioning;
        this.sessions = sessions;
    }

    @GetMapping
    @Needs(Right.READ)
    Page<ShownSanction> list(
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        List<ShownSanction> found = ShownSanction.after(bans, cursor, limit).stream()
                .map(ShownSanction::ofBan)
                .toList();
        return Page.of(found, limit, ShownSanction::id);
    }

    /** 201 with what was made; 200 with what would be where nothing is to be. */
    @PostMapping
    @Needs(Right.MODERATE)
    ResponseEntity<Object> ban(
            @RequestBody NewSanction wanted,
            @RequestParam(required = false) @Nullable String dryRun,
            @RequestParam(required = false) @Nullable String force,
            HttpServletRequest from) {
        Caller by = Caller.of(from);
        if (Flag.isSet("dryRun", dryRun)) {
            return ResponseEntity.ok(sanctioning.foreseenOfBan(wanted, by));
        }
        boolean isForced = wanted.isForced() || Flag.isSet("force", force);
        String reason = wanted.cleanReason(Sanctioning.NO_REASON_OF_BAN);
        var done = acts.carryOut(by, Action.BAN, wanted.given(), reason, () -> {
            Moderator.Imposed banned = sanctioning.ban(wanted, by, isForced);
            awaitClosed(banned.hits());
            return MadeBan.of(banned);
        });
        return ResponseEntity.status(HttpStatus.CREATED).body(done);
    }

    /** The ban is in force however long that takes, so the answer does not depend on it. */
    private void awaitClosed(List<Moderator.Hit> ended) {
        CompletableFuture.allOf(ended.stream()
                        .flatMap(hit -> sessions.find(hit.client().id()).stream())
                        .map(Session::closed)
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, ClientController.CLOSED_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @DeleteMapping("/{id}")
    @Needs(Right.MODERATE)
    TakenBack unban(@PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return acts.carryOut(
                from, Action.UNBAN, id, reason, () -> new TakenBack(ShownSanction.ofBan(sanctioning.unban(id))));
    }
}
