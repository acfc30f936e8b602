package dev.parley.chat;

import dev.parley.chat.IdentityResolver.Identity;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Away messages. A person is away on all their connections until they speak on one of them. */
final class AwayStatus implements CommandDispatcher.CommandHandler {
    private static final int MAX_TEXT_CHARS = 200;
    private static final String BACK = "You are no longer away";

    private final IdentityResolver identities;
    private final MuteFilter muteFilter;
    private final EventPublisher publisher;

    AwayStatus(IdentityResolver identities, MuteFilter muteFilter, EventPublisher publisher) {
        this.identities = identities;
        this.muteFilter = muteFilter;
        this.publisher = publisher;
    }

    @Override
    public void register(CommandDispatcher dispatcher) {
        dispatcher.on(Command.Away.class, (member, away) -> setAway(member, away.text()));
    }

    /** @param text away message; empty to come back */
    private void setAway(Member member, Optional<String> text) {
        if (text.isEmpty()) {
            publisher.answer(member, new Reply.Away(false, isOver(member) ? BACK : "You are not away"));
        } else if (text.get().codePointCount(0, text.get().length()) > MAX_TEXT_CHARS) {
            String limit = "an away text has at most " + MAX_TEXT_CHARS + " characters";
            publisher.answer(member, new Reply.Rejected(StatusCode.BAD_ARGUMENT, limit));
        } else {
            set(member, text.get());
            publisher.answer(member, new Reply.Away(true, "You are away: " + text.get()));
        }
    }

    /** Marks a member as back, because it has spoken. */
    void clear(Member member) {
        if (isOver(member)) {
            publisher.answer(member, new Reply.Away(false, BACK));
        }
    }

    private boolean isOver(Member member) {
        boolean wasAway = isAway(member);
        if (wasAway) {
            set(member, null);
        }
        return wasAway;
    }

    /** Whether any connection of the person is away. */
    private boolean isAway(Member member) {
        if (member.account() == null) {
            return member.away() != null;
        }
        for (Member connection : identities.connections(Identity.of(member))) {
            if (connection.away() != null) {
                return true;
            }
        }
        return false;
    }

    private void set(Member member, @Nullable String text) {
        identities.connections(Identity.of(member)).forEach(connection -> connection.away(text));
    }

    /** Sends the writer the away message of the recipient if all connections of the recipient are away. */
    void noticeAway(Member writer, Nick to, List<Member> connections) {
        if (areAway(connections)) {
            publisher.answer(
                    writer,
                    new Reply.Notice(to + " is away: " + connections.getFirst().away()));
        }
    }

    /** Whether others see that the person with this nick is away. */
    boolean isAway(Nick nick) {
        return identities
                .find(nick)
                .map(identities::connections)
                .filter(this::areAway)
                .isPresent();
    }

    /** Whether all connections of a person are away, unless nobody hears the person. */
    private boolean areAway(List<Member> connections) {
        return !connections.isEmpty()
                && connections.stream().map(Member::away).allMatch(Objects::nonNull)
                && !muteFilter.isShadowed(connections.getFirst());
    }
}
