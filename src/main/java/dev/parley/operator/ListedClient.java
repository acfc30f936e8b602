package dev.parley.operator;

import dev.parley.protocol.MemberSummary;
import dev.parley.protocol.RoomName;
import dev.parley.session.Session;
import dev.parley.session.SessionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connected client in a list of many. Its traffic is read once, when the list asks for it, because most clients are
 * only looked at by their name or address. Used by one thread.
 */
public final class ListedClient implements ClientValues {
    private final Session session;
    private final MemberSummary member;
    private @Nullable SessionSnapshot state;

    private ListedClient(Session session, MemberSummary member) {
        this.session = session;
        this.member = member;
    }

    /** Passes the client of a session on, unless it is not in the chat. */
    static void passIfPresent(Session session, Consumer<ListedClient> next) {
        session.member().summary().ifPresent(member -> next.accept(new ListedClient(session, member)));
    }

    public ClientView view() {
        return ClientView.of(state(), member);
    }

    private SessionSnapshot state() {
        if (state == null) {
            state = session.state();
        }
        return state;
    }

    @Override
    public long number() {
        return session.number();
    }

    @Override
    public String nick() {
        return member.nick().value();
    }

    @Override
    public @Nullable String account() {
        return member.account() == null ? null : member.account().value();
    }

    @Override
    public String address() {
        return session.addressText();
    }

    @Override
    public String listener() {
        return session.listener();
    }

    @Override
    public boolean announced() {
        return member.announced();
    }

    @Override
    public List<String> rooms() {
        return member.rooms().stream().map(RoomName::value).toList();
    }

    @Override
    public String format() {
        return member.format().label();
    }

    @Override
    public Instant connectedAt() {
        return state().connectedAt();
    }

    @Override
    public long idleSeconds() {
        return state().idle().toSeconds();
    }

    @Override
    public double linesInPerSecond() {
        return state().linesInPerSecond();
    }

    @Override
    public long linesIn() {
        return state().linesIn();
    }

    @Override
    public long linesOut() {
        return state().linesOut();
    }

    @Override
    public long bytesIn() {
        return state().bytesIn();
    }

    @Override
    public long bytesOut() {
        return state().bytesOut();
    }

    @Override
    public int floodDelays() {
        return state().floodDelays();
    }

    @Override
    public int queuedLines() {
        return state().queuedLines();
    }

    @Override
    public int queuedBytes() {
        return state().queuedBytes();
    }

    @Override
    public long queuedAgeMillis() {
        return state().queuedAge().toMillis();
    }
}
