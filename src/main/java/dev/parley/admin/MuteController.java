package dev.parley.admin;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.event.Action;
import dev.parley.moderation.HitClient;
import dev.parley.moderation.Moderator;
import dev.parley.moderation.Mutes;
import dev.parley.moderation.Sanction;
import jakarta.servlet.http.HttpServletRequest;
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
    private final Acts acts;
    private final Mutes mutes;
    private final Sanctioning sanctioning;

    record MadeMute(
            @JsonUnwrapped ShownSanction mute,
            List<HitClient> clients,
            @JsonIgnore @Nullable ShownSanction replaced) implements Acts.Outcome {
        static MadeMute of(Moderator.Imposed muted) {
            Sanction replaced = muted.replaced();
            return new MadeMute(
                    ShownSanction.ofMute(muted.sanction()),
                    HitClient.of(muted.hits()),
                    replaced == null ? null : ShownSanction.ofMute(replaced));
        }

        @Override
        public String outcome() {
            String how = Boolean.TRUE.equals(mute.shadow()) ? "shadow-muted " : "muted ";
            return how + mute.until() + " as " + mute.id() + ", hit " + clients.size();
        }

        @Override
        public @Nullable Object before() {
            return replaced;
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

    MuteController(Acts acts, Mutes mutes, Sanctioning sanctioning) {
        this.acts = acts;
        this.mutes = mutes;
        this.sanctioning = sanctioning;
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

    /** As for a ban, but nothing needs force. */
    @PostMapping
    @Needs(Right.MODERATE)
    ResponseEntity<Object> mute(
            @RequestBody NewSanction wanted,
            @RequestParam(required = false) @Nullable String dryRun,
            HttpServletRequest from) {
        Caller by = Caller.of(from);
        if (Flag.isSet("dryRun", dryRun)) {
            return ResponseEntity.ok(sanctioning.foreseenOfMute(wanted, by));
        }
        String reason = wanted.cleanReason(Sanctioning.NO_REASON_OF_MUTE);
        var done =
                acts.carryOut(by, Action.MUTE, wanted.given(), reason, () -> MadeMute.of(sanctioning.mute(wanted, by)));
        return ResponseEntity.status(HttpStatus.CREATED).body(done);
    }

    @DeleteMapping("/{id}")
    @Needs(Right.MODERATE)
    TakenBack unmute(@PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        return acts.carryOut(
                from, Action.UNMUTE, id, reason, () -> new TakenBack(ShownSanction.ofMute(sanctioning.unmute(id))));
    }
}
