package dev.parley.admin;

import dev.parley.chat.MemberState;
import dev.parley.chat.RoomName;
import dev.parley.session.Network;
import dev.parley.session.SessionState;
import dev.parley.session.Tls;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connected client, as operators see it. Counts are of lines and bytes since it came.
 *
 * @param account its registered name, if it has proved one
 * @param tls how it is encrypted, if it is
 * @param floodDelays how many of its lines were delayed, because it sent too many
 * @param announced whether the others were told of it
 */
record Client(
        String id,
        String nick,
        @Nullable String account,
        String address,
        String listener,
        @Nullable Tls tls,
        boolean announced,
        List<String> rooms,
        String format,
        Instant connectedAt,
        long idleSeconds,
        long linesIn,
        long linesOut,
        long bytesIn,
        long bytesOut,
        int floodDelays,
        int queuedLines,
        int queuedBytes,
        long queuedAgeMillis) {
    static Client of(SessionState session, MemberState member) {
        return new Client(
                session.id(),
                member.nick().value(),
                member.account() == null ? null : member.account().value(),
                Network.text(session.address()),
                session.listener(),
                session.tls(),
                member.announced(),
                member.rooms().stream().map(RoomName::value).toList(),
                member.format().label(),
                session.connectedAt().truncatedTo(ChronoUnit.MILLIS),
                session.idle().toSeconds(),
                session.linesIn(),
                session.linesOut(),
                session.bytesIn(),
                session.bytesOut(),
                session.floodDelays(),
                session.queuedLines(),
                session.queuedBytes(),
                session.queuedAge().toMillis());
    }
}
