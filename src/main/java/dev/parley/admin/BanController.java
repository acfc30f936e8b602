package dev.parley.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.moderation.Ban;
import dev.parley.moderation.Bans;
import dev.parley.moderation.Moderator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows bans in the order they were made, makes them and takes them back. */
@RestController
@RequestMapping("/api/v1/bans")
class BanController {
    private final Bans bans;
    private final Moderator moderator;

    /** One of nick and network is null; the account is, as long as there are none. */
    record ShownBan(
            String id,
            @Nullable String nick,
            @Nullable String network,
            @Nullable String account,
            String reason,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        static ShownBan of(Ban ban) {
            return switch (ban.target()) {
                case Ban.Target.Name name -> of(ban, name.nick().value(), null);
                case Ban.Target.From from -> of(ban, null, from.network().toString());
            };
        }

        private static ShownBan of(Ban ban, @Nullable String nick, @Nullable String network) {
            return new ShownBan(ban.id(), nick, network, null, ban.reason(), ban.createdAt(), ban.expiresAt());
        }
    }

    record EndedClient(String id, String nick) {}

    record MadeBan(@JsonUnwrapped ShownBan ban, List<EndedClient> clients) implements OperatorLog.Outcome {
        @Override
        public String outcome() {
            String until = ban.expiresAt() == null ? "for good" : "until " + ban.expiresAt();
            return "banned " + until + " as " + ban.id() + ", ended " + clients.size();
        }
    }

    record TakenBack(@JsonUnwrapped ShownBan ban) implements OperatorLog.Outcome {
        @Override
        public String outcome() {
            return "took back the ban of " + (ban.nick() == null ? ban.network() : ban.nick());
        }
    }

    BanController(Bans bans, Moderator moderator) {
        this.bans = bans;
        this.moderator = moderator;
    }

    @GetMapping
    @Needs(Right.READ)
    Page<ShownBan> list(
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        try {
            List<ShownBan> found =
                    bans.after(cursor, limit + 1).stream().map(ShownBan::of).toList();
            return Page.of(found, limit, ShownBan::id);
        } catch (NumberFormatException e) {
            throw Page.badCursor();
        }
    }

    @PostMapping
    @Needs(Right.MODERATE)
    @ResponseStatus(HttpStatus.CREATED)
    MadeBan ban(@RequestBody NewBan wanted, HttpServletRequest from) {
        return OperatorLog.logged(
                from, "ban", wanted.given(), wanted.cleanReason(), () -> ban(wanted, Caller.of(from)));
    }

    private MadeBan ban(NewBan wanted, Caller caller) {
        Duration duration = wanted.checkedDuration();
        caller.checkMayFor(duration);
        var banned = moderator
                .ban(wanted.checkedTarget(), wanted.checkedReason(), duration)
                .orElseThrow(() -> Problem.tooManyBans(Bans.MOST));
        if (!banned.isStored()) {
            throw Problem.unavailable(
                    "The ban is in force, but could not be stored: until it is, a restart forgets it.");
        }
        awaitClosed(banned.ended());
        var clients = banned.ended().stream()
                .map(ended -> new EndedClient(ended.session().id(), ended.nick().value()))
                .toList();
        return new MadeBan(ShownBan.of(banned.ban()), clients);
    }

    /** The ban is in force however long that takes, so the answer does not depend on it. */
    private static void awaitClosed(List<Moderator.Ended> ended) {
        CompletableFuture.allOf(
                        ended.stream().map(client -> client.session().closed()).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, ClientController.CLOSED_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @DeleteMapping("/{id}")
    @Needs(Right.MODERATE)
    TakenBack unban(@PathVariable String id, HttpServletRequest from) {
        return OperatorLog.logged(from, "unban", id, "", () -> unban(id));
    }

    private TakenBack unban(String id) {
        Ban ban = bans.remove(id).orElseThrow(() -> Problem.noSuchBan(id));
        if (!bans.store()) {
            throw Problem.unavailable(
                    "The ban is taken back, but that could not be stored: until it is, a restart brings it back.");
        }
        return new TakenBack(ShownBan.of(ban));
    }
}
