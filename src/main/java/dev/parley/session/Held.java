package dev.parley.session;

import dev.parley.chat.Answer;
import dev.parley.chat.Event;
import dev.parley.chat.Format;
import dev.parley.chat.Member;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Something to be told as soon as it is stored: to whom and in which format is decided, the bytes are not made yet. */
sealed interface Held {
    /**
     * @param hearers the first {@code count} of them are told
     * @param ways how each of them is told, see {@link EventFrames#way}
     */
    record Told(EventFrames frames, Session[] hearers, byte[] ways, int count, boolean isHidden) implements Held {
        static Told of(Event event, Collection<Member> members, @Nullable Member except) {
            var frames = new EventFrames(event);
            Session[] hearers = new Session[members.size()];
            byte[] ways = new byte[members.size()];
            int count = 0;
            for (Member member : members) {
                Session session = (Session) member.hearer();
                if (member != except && (!(event instanceof Event.Presence) || session.followsPresence())) {
                    hearers[count] = session;
                    ways[count++] = frames.way(member);
                }
            }
            return new Told(frames, hearers, ways, count, event instanceof Event.InRoom inRoom && inRoom.isHidden());
        }
    }

    record Answered(Session session, Answer answer, Format format) implements Held {}

    record Ended(Session session, Answer.@Nullable Bye bye, Format format) implements Held {}
}
