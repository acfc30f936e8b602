package dev.parley.operator;

import dev.parley.net.IpNetwork;
import dev.parley.protocol.MemberSummary;
import dev.parley.protocol.RoomName;
import dev.parley.session.SessionSnapshot;
import dev.parley.session.TlsInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connected client, as operators see it. Lines and bytes are counted from the time when the client connected.
 *
 * @param account account that the client is logged in to; null for a guest
 * @param tls encryption of the connection; null without TLS
 * @param linesInPerSecond rate in the last 3 s, with one decimal
 * @param floodDelays number of lines that were delayed because the client sent too fast
 * @param announced whether the client's arrival was announced to others
 */
public record ClientView(
        String id,
        String nick,
        @Nullable String account,
        String address,
        String listener,
        @Nullable TlsInfo tls,
        boolean announced,
        List<String> rooms,
        String format,
        Instant connectedAt,
        long idleSeconds,
        double linesInPerSecond,
        long linesIn,
        long linesOut,
        long bytesIn,
        long bytesOut,
        int floodDelays,
        int queuedLines,
        int queuedBytes,
        long queuedAgeMillis)
        implements ClientValues {
    public static ClientView of(SessionSnapshot session, MemberSummary member) {
        return new ClientView(
                session.id(),
                member.nick().value(),
                member.account() == null ? null : member.account().value(),
                IpNetwork.text(session.address()),
                session.listener(),
                session.tls(),
                member.announced(),
                member.rooms().stream().map(RoomName::value).toList(),
                member.format().label(),
                session.connectedAt().truncatedTo(ChronoUnit.MILLIS),
                session.idle().toSeconds(),
                Math.round(10 * session.linesInPerSecond()) / 10.0,
                session.linesIn(),
                session.linesOut(),
                session.bytesIn(),
                session.bytesOut(),
                session.floodDelays(),
                session.queuedLines(),
                session.queuedBytes(),
                session.queuedAge().toMillis());
    }

    @Override
    public long number() {
        return Long.parseLong(id, Character.MAX_RADIX);
    }
}
