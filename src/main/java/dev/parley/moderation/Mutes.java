package dev.parley.moderation;

import dev.parley.chat.port.Client;
import dev.parley.chat.port.MutePolicy;
import dev.parley.protocol.Nick;
import dev.parley.time.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mutes in force. */
public final class Mutes extends RestrictionRegistry implements MutePolicy {
    Mutes(RestrictionStore store, InstantSource clock, MonotonicClock time) {
        super("mutes", store, clock, time);
    }

    /**
     * See {@link RestrictionRegistry#add}.
     *
     * @param isShadow whether the target must not notice the mute
     */
    public Optional<Restriction> mute(
            Target target, String reason, @Nullable Duration duration, boolean isShadow, String createdBy) {
        return add(target, reason, duration, isShadow, createdBy);
    }

    /**
     * Looks up a mute of the name, then of the account, then of the address, because a name is the most specific
     * target.
     */
    @Override
    public Optional<Muted> muted(Nick nick, @Nullable Nick account, Client client) {
        return isEmpty()
                ? Optional.empty()
                : find(new Target.ByNick(nick))
                        .or(() -> account == null ? Optional.empty() : find(new Target.ByAccount(account)))
                        .or(() -> find(client.address()))
                        .map(mute -> new Muted(text(mute), mute.isShadow()));
    }

    @Override
    public Optional<Muted> muted(Nick name) {
        return find(new Target.ByNick(name)).map(mute -> new Muted(text(mute), mute.isShadow()));
    }

    private static String text(Restriction mute) {
        Instant until = mute.expiresAt();
        String time = until == null ? "" : " until " + until.truncatedTo(ChronoUnit.SECONDS);
        return "you are muted" + time + ": " + mute.reason();
    }

    @Override
    public int mutes() {
        return count();
    }
}
