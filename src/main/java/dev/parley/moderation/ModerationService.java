package dev.parley.moderation;

import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.port.Client;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.session.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Applies bans and mutes, and disconnects banned clients. A restriction takes effect before existing clients are
 * searched, so no client escapes it. A client that takes a name before the ban is found by the search, and one that
 * tries afterwards is refused. Likewise, a session that is opened before the ban is found by the search, and one that
 * is opened afterwards is checked against the ban.
 */
public final class ModerationService {
    private final Bans bans;
    private final Mutes mutes;
    private final Sessions sessions;
    private final ChatInput chatInput;

    /** A client that a ban or mute affects, with its nick at that time. */
    public record AffectedClient(Client client, Nick nick) {}

    /**
     * A ban and the clients that it has disconnected, or a mute and the clients that it silences. Sockets of
     * disconnected clients may still be open.
     *
     * @param replaced previous restriction of the same target; null if there was none
     * @param isStored whether the restriction is stored and so survives a restart; it is in force in either case
     */
    public record Applied(
            Restriction restriction, @Nullable Restriction replaced, List<AffectedClient> hits, boolean isStored) {}

    public ModerationService(Bans bans, Mutes mutes, Sessions sessions, ChatInput chatInput) {
        this.bans = bans;
        this.mutes = mutes;
        this.sessions = sessions;
        this.chatInput = chatInput;
    }

    /**
     * Bans a target; see {@link Bans#add}. Clients are disconnected before the ban is stored, so that a slow database
     * does not let them stay.
     *
     * @param duration null for a permanent ban
     */
    public Optional<Applied> ban(Target target, String reason, @Nullable Duration duration, String createdBy) {
        Restriction replaced = bans.find(target).orElse(null);
        return bans.add(target, reason, duration, createdBy).map(ban -> {
            Reply.Bye bye = ban.notice().bye();
            List<AffectedClient> ended = queryTargets(target, selection -> new ChatQuery.Disconnect(selection, bye));
            return new Applied(ban, replaced, ended, bans.store());
        });
    }

    /**
     * Mutes a target; see {@link Mutes#mute}. Clients are not notified. A client whose messages are refused learns of
     * the mute when it speaks; a client with a shadow mute does not.
     */
    public Optional<Applied> mute(
            Target target, String reason, @Nullable Duration duration, boolean isShadow, String createdBy) {
        Restriction replaced = mutes.find(target).orElse(null);
        return mutes.mute(target, reason, duration, isShadow, createdBy)
                .map(mute -> new Applied(mute, replaced, hits(target), mutes.store()));
    }

    /** Returns the clients that a ban or mute would affect now. */
    public List<AffectedClient> hits(Target target) {
        return queryTargets(target, ChatQuery.FindClients::new);
    }

    /** Queries each client of a network separately, so that the chat thread does other work in between. */
    private List<AffectedClient> queryTargets(
            Target target, Function<ChatQuery.Selection, ChatQuery<List<ChatQuery.FoundClient>>> query) {
        Stream<ChatQuery.Selection> selections = switch (target) {
            case Target.ByNick name -> Stream.of(new ChatQuery.Selection.ByNick(name.nick()));
            case Target.ByAccount account -> Stream.of(new ChatQuery.Selection.ByAccount(account.name()));
            case Target.ByNetwork from ->
                sessions.from(from.network()).stream().map(session -> ChatQuery.Selection.of(session.member()));
        };
        return selections.map(query).map(chatInput::ask).toList().stream()
                .flatMap(asked -> asked.join().stream())
                .map(found -> new AffectedClient(found.client(), found.state().nick()))
                .toList();
    }
}
