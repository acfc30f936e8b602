package dev.parley.moderation;

import dev.parley.chat.port.NickPolicy;
import dev.parley.net.IpNetwork;
import dev.parley.protocol.BanNotice;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.session.port.AddressBans;
import dev.parley.time.MonotonicClock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bans in force. */
public final class Bans extends RestrictionRegistry implements NickPolicy, AddressBans {
    /** Creator of automatic bans, as in the activity. */
    private static final String SERVICE = "service";

    Bans(RestrictionStore store, InstantSource clock, MonotonicClock time) {
        super("bans", store, clock, time);
    }

    /** See {@link RestrictionRegistry#add}. */
    public Optional<Restriction> add(Target target, String reason, @Nullable Duration duration, String createdBy) {
        return add(target, reason, duration, false, createdBy);
    }

    /** Refuses the name of a banned account to everyone, including the account's owner. */
    @Override
    public Optional<Reply.Rejected> refusal(Nick nick, @Nullable Nick account) {
        return find(new Target.ByNick(nick))
                .or(() -> find(new Target.ByAccount(nick)))
                .map(ban -> ban.notice().refusal(nick));
    }

    @Override
    public Optional<BanNotice> banned(InetAddress address) {
        return find(address).map(Restriction::notice);
    }

    @Override
    public synchronized void ban(InetAddress address, String reason, Duration duration) {
        if (banned(address).isEmpty()) {
            add(new Target.ByNetwork(IpNetwork.ofClient(address)), reason, duration, SERVICE);
        }
    }

    @Override
    public int bans() {
        return count();
    }
}
