package dev.parley.moderation;

import dev.parley.chat.Chat;
import dev.parley.chat.Code;
import dev.parley.chat.Member;
import dev.parley.chat.Nick;
import dev.parley.chat.Sequence;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Bans, and ends those who are banned. A ban is in force before anyone is looked for, so nobody escapes in between: a
 * name is taken before and found, or refused after; a session is there before and found, or finds the ban itself.
 */
public final class Moderator {
    private final Bans bans;
    private final Sessions sessions;
    private final Sequence sequence;

    /**
     * A ban and those it has ended, whose sockets may still be open.
     *
     * @param isStored whether a restart knows of the ban; it is in force in any case
     */
    public record Banned(Ban ban, List<Ended> ended, boolean isStored) {}

    public record Ended(Session session, Nick nick) {}

    public Moderator(Bans bans, Sessions sessions, Sequence sequence) {
        this.bans = bans;
        this.sessions = sessions;
        this.sequence = sequence;
    }

    /**
     * As {@link Bans#add}. It is stored when they are ended, so nobody stays because the database lets wait.
     *
     * @param duration null for good
     */
    public Optional<Banned> ban(Ban.Target target, String reason, @Nullable Duration duration) {
        return bans.add(target, reason, duration).map(ban -> {
            List<Ended> ended = end(ban);
            return new Banned(ban, ended, bans.store());
        });
    }

    /** Each is an entry of its own, so that the rest of the chat goes on in between. */
    private List<Ended> end(Ban ban) {
        List<CompletableFuture<List<Ended>>> asked = switch (ban.target()) {
            case Ban.Target.Name name ->
                List.of(sequence.ask(chat -> end(chat, chat.holders(name.nick()), ban.reason())));
            case Ban.Target.From from ->
                sessions.from(from.network()).stream()
                        .map(session -> sequence.ask(chat -> end(chat, List.of(session.member()), ban.reason())))
                        .toList();
        };
        return asked.stream().map(CompletableFuture::join).flatMap(List::stream).toList();
    }

    private static List<Ended> end(Chat chat, List<Member> members, String reason) {
        return members.stream()
                .flatMap(member ->
                        chat
                                .end(member, Code.BANNED, reason)
                                .map(nick -> new Ended((Session) member.hearer(), nick))
                                .stream())
                .toList();
    }
}
