package dev.parley.moderation;

import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.port.Client;
import dev.parley.protocol.Nick;
import dev.parley.protocol.StatusCode;
import dev.parley.session.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bans and mutes, and ends those who are banned. Either is in force before anyone is looked for, so nobody escapes in
 * between: a name is taken before and found, or refused after; a session is there before and found, or finds the ban
 * itself.
 */
public final class ModerationService {
    private final Bans bans;
    private final Mutes mutes;
    private final Sessions sessions;
    private final ChatEventLoop eventLoop;

    /** Someone a ban or a mute is for, and what they were called then. */
    public record AffectedClient(Client client, Nick nick) {}

    /**
     * A ban and those it has ended, whose sockets may still be open, or a mute and those it keeps silent.
     *
     * @param replaced the one of the same target there was before; null where there was none
     * @param isStored whether a restart knows of it; it is in force in any case
     */
    public record Applied(
            Restriction restriction, @Nullable Restriction replaced, List<AffectedClient> hits, boolean isStored) {}

    public ModerationService(Bans bans, Mutes mutes, Sessions sessions, ChatEventLoop eventLoop) {
        this.bans = bans;
        this.mutes = mutes;
        this.sessions = sessions;
        this.eventLoop = eventLoop;
    }

    /**
     * As {@link Bans#add}. It is stored when they are ended, so nobody stays because the database lets wait.
     *
     * @param duration null for good
     */
    public Optional<Applied> ban(Target target, String reason, @Nullable Duration duration) {
        Restriction replaced = bans.find(target).orElse(null);
        return bans.add(target, reason, duration).map(ban -> {
            List<AffectedClient> ended =
                    queryTargets(target, selection -> new ChatQuery.Disconnect(selection, StatusCode.BANNED, reason));
            return new Applied(ban, replaced, ended, bans.store());
        });
    }

    /** As {@link Mutes#mute}; whoever is hit is not told, and who is not shadowed learns it when they speak. */
    public Optional<Applied> mute(Target target, String reason, @Nullable Duration duration, boolean isShadow) {
        Restriction replaced = mutes.find(target).orElse(null);
        return mutes.mute(target, reason, duration, isShadow)
                .map(mute -> new Applied(mute, replaced, hits(target), mutes.store()));
    }

    /** Whom a ban or a mute would hit now. */
    public List<AffectedClient> hits(Target target) {
        return queryTargets(target, ChatQuery.FindClients::new);
    }

    /** Each of a network is a query of its own, so that the rest of the chat goes on in between. */
    private List<AffectedClient> queryTargets(
            Target target, Function<ChatQuery.Selection, ChatQuery<List<ChatQuery.FoundClient>>> query) {
        Stream<ChatQuery.Selection> selections = switch (target) {
            case Target.ByNick name -> Stream.of(new ChatQuery.Selection.ByNick(name.nick()));
            case Target.ByAccount account -> Stream.of(new ChatQuery.Selection.ByAccount(account.name()));
            case Target.ByNetwork from ->
                sessions.from(from.network()).stream().map(session -> ChatQuery.Selection.of(session.member()));
        };
        return selections.map(query).map(eventLoop::ask).toList().stream()
                .flatMap(asked -> asked.join().stream())
                .map(found -> new AffectedClient(found.client(), found.state().nick()))
                .toList();
    }
}
