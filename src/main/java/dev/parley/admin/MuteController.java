package dev.parley.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.event.Action;
import dev.parley.moderation.Foresight;
import dev.parley.moderation.Ledger;
import dev.parley.moderation.Moderator;
import dev.parley.moderation.Mutes;
import dev.parley.moderation.Sanction;
import dev.parley.moderation.Target;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
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

/** Shows mutes in the order they were made, tells what one would do, makes them and takes them back. */
@RestController
@RequestMapping("/api/v1/mutes")
class MuteController {
    private static final String NO_REASON = "an operator muted you";

    private final Acts acts;
    private final Mutes mutes;
    private final Moderator moderator;
    private final Foresight foresight;

    record MadeMute(@JsonUnwrapped ShownSanction mute, List<Foretold.HitClient> clients) implements Acts.Outcome {
        @Override
        public String outcome() {
            String how = Boolean.TRUE.equals(mute.shadow()) ? "shadow-muted " : "muted ";
            return how + mute.until() + " as " + mute.id() + ", hit " + clients.size();
        }

        @Override
        public Object after() {
            return mute;
        }
    }

    record TakenBack(@JsonUnwrapped ShownSanction mute) implements Acts.Outcome {
        @Override
        public String outcome() {
            return "took back the mute of " + mute.target();
        }

        @Override
        public Object before() {
            return mute;
        }
    }

    MuteController(Acts acts, Mutes mutes, Moderator moderator, Foresight foresight) {
        this.acts = acts;
        this.mutes = mutes;
        this.moderator = moderator;
        this.foresight = foresight;
    }

    @GetMapping
    @Needs(Right.READ)
    Page<ShownSanction> list(
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        List<ShownSanction> found = ShownSanction.after(mutes, cursor, limit).stream()
                .map(ShownSanction::ofMute)
                .toList();
        return Page.of(found, limit, ShownSanction::id);
    }

    /** As for a ban, but nothing needs force: nobody is ended, and what is taken back has done no harm. */
    @PostMapping
    @Needs(Right.MODERATE)
    ResponseEntity<Object> mute(
            @RequestBody NewSanction wanted,
            @RequestParam(required = false) @Nullable String dryRun,
            HttpServletRequest from) {
        if (Flag.isSet("dryRun", dryRun)) {
            return ResponseEntity.ok(Foretold.of(wanted.foreseen(foresight, wanted.checkedTarget(), from, NO_REASON)));
        }
        var done = acts.carryOut(
                Caller.of(from),
                Action.MUTE,
                wanted.given(),
                wanted.cleanReason(NO_REASON),
                () -> mute(wanted, Caller.of(from)));
        return ResponseEntity.status(HttpStatus.CREATED).body(Undoable.of(done));
    }

    private MadeMute mute(NewSanction wanted, Caller caller) {
        Target target = wanted.checkedTarget();
        Duration duration = wanted.checkedDuration();
        caller.checkMayFor(duration);
        Moderator.Imposed muted = moderator
                .mute(target, wanted.checkedReason(NO_REASON), duration, wanted.isShadow())
                .orElseThrow(() -> Problem.tooManyMutes(Ledger.MOST));
        if (!muted.isStored()) {
            throw Problem.unavailable(
                    "The mute is in force, but could not be stored: until it is, a restart forgets it.");
        }
        return new MadeMute(ShownSanction.ofMute(muted.sanction()), Foretold.HitClient.of(muted.hits()));
    }

    @DeleteMapping("/{id}")
    @Needs(Right.MODERATE)
    TakenBack unmute(@PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return acts.carryOut(from, Action.UNMUTE, id, reason, () -> unmute(id));
    }

    private TakenBack unmute(String id) {
        Sanction mute = mutes.remove(id).orElseThrow(() -> Problem.noSuchMute(id));
        if (!mutes.store()) {
            throw Problem.unavailable(
                    "The mute is taken back, but that could not be stored: until it is, a restart brings it back.");
        }
        return new TakenBack(ShownSanction.ofMute(mute));
    }
}
