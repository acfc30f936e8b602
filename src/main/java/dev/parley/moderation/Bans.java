package dev.parley.moderation;

import dev.parley.chat.port.NickPolicy;
import dev.parley.net.Network;
import dev.parley.protocol.Answer;
import dev.parley.protocol.Code;
import dev.parley.protocol.Nick;
import dev.parley.session.Sanctions;
import dev.parley.time.Time;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may not be here. */
public final class Bans extends Ledger implements NickPolicy, Sanctions {
    Bans(SanctionStore store, InstantSource clock, Time time) {
        super("bans", store, clock, time);
    }

    /** See {@link Ledger#add}. */
    public Optional<Sanction> add(Target target, String reason, @Nullable Duration duration) {
        return add(target, reason, duration, false);
    }

    /** The name of an account that is banned is kept from everyone, its owner first. */
    @Override
    public Optional<Answer.Refused> refusal(Nick nick, @Nullable Nick account) {
        return find(new Target.Name(nick))
                .or(() -> find(new Target.Account(nick)))
                .map(ban -> new Answer.Refused(Code.BANNED, nick + " is banned: " + ban.reason()));
    }

    @Override
    public Optional<String> banned(InetAddress address) {
        return find(address).map(Sanction::reason);
    }

    @Override
    public synchronized void ban(InetAddress address, String reason, Duration duration) {
        if (banned(address).isEmpty()) {
            add(new Target.From(Network.ofClient(address)), reason, duration);
        }
    }

    @Override
    public int bans() {
        return count();
    }
}
