package dev.parley.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.event.Action;
import dev.parley.moderation.Bans;
import dev.parley.moderation.Foresight;
import dev.parley.moderation.Ledger;
import dev.parley.moderation.Moderator;
import dev.parley.moderation.Sanction;
import dev.parley.moderation.Target;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
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
    private static final String NO_REASON = "an operator banned you";

    private final Acts acts;
    private final Bans bans;
    private final Moderator moderator;
    private final Foresight foresight;

    record MadeBan(@JsonUnwrapped ShownSanction ban, List<Foretold.HitClient> clients) implements Acts.Outcome {
        @Override
        public String outcome() {
            return "banned " + ban.until() + " as " + ban.id() + ", ended " + clients.size();
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

    BanController(Acts acts, Bans bans, Moderator moderator, Foresight foresight) {
        this.acts = acts;
        this.bans = bans;
        this.moderator = moderator;
        this.foresight = foresight;
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
        if (Flag.isSet("dryRun", dryRun)) {
            return ResponseEntity.ok(
                    Foretold.of(wanted.foreseen(foresight, wanted.checkedTargetOfBan(), from, NO_REASON)));
        }
        boolean isForced = wanted.isForced() || Flag.isSet("force", force);
        var done = acts.carryOut(Caller.of(from), Action.BAN, wanted.given(), wanted.cleanReason(NO_REASON), () -> {
            if (!isForced) {
                checkWarnings(wanted, from);
            }
            return ban(wanted, Caller.of(from));
        });
        return ResponseEntity.status(HttpStatus.CREATED).body(Undoable.of(done));
    }

    private void checkWarnings(NewSanction wanted, HttpServletRequest from) {
        Foresight.Foreseen foreseen = wanted.foreseen(foresight, wanted.checkedTargetOfBan(), from, NO_REASON);
        if (foreseen.needsForce()) {
            throw Problem.needsForce(Foretold.of(foreseen));
        }
    }

    private MadeBan ban(NewSanction wanted, Caller caller) {
        Target target = wanted.checkedTargetOfBan();
        Duration duration = wanted.checkedDuration();
        caller.checkMayFor(duration);
        Moderator.Imposed banned = moderator
                .ban(target, wanted.checkedReason(NO_REASON), duration)
                .orElseThrow(() -> Problem.tooManyBans(Ledger.MOST));
        if (!banned.isStored()) {
            throw Problem.unavailable(
                    "The ban is in force, but could not be stored: until it is, a restart forgets it.");
        }
        awaitClosed(banned.hits());
        return new MadeBan(ShownSanction.ofBan(banned.sanction()), Foretold.HitClient.of(banned.hits()));
    }

    /** The ban is in force however long that takes, so the answer does not depend on it. */
    private static void awaitClosed(List<Moderator.Hit> ended) {
        CompletableFuture.allOf(
                        ended.stream().map(client -> client.session().closed()).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, ClientController.CLOSED_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @DeleteMapping("/{id}")
    @Needs(Right.MODERATE)
    TakenBack unban(@PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return acts.carryOut(from, Action.UNBAN, id, reason, () -> unban(id));
    }

    private TakenBack unban(String id) {
        Sanction ban = bans.remove(id).orElseThrow(() -> Problem.noSuchBan(id));
        if (!bans.store()) {
            throw Problem.unavailable(
                    "The ban is taken back, but that could not be stored: until it is, a restart brings it back.");
        }
        return new TakenBack(ShownSanction.ofBan(ban));
    }
}
