package dev.parley.cluster;

import dev.parley.chat.Chat;
import dev.parley.chat.Member;
import dev.parley.chat.port.ConnectedMember;
import dev.parley.protocol.Format;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Members of all replicas, as the leader has them, and their stored copies. */
final class LeaderMembers {
    private record Connected(FollowerCommand.ClientConnected client, int incarnation, Member member) {}

    /**
     * A member as the next leader finds it.
     *
     * @param member null if the member is not in the chat any more, but its connection is still open
     */
    record Stored(
            FollowerCommand.ClientConnected client,
            @Nullable ConnectedMember member) {}

    private static final Logger log = LoggerFactory.getLogger(LeaderMembers.class);

    private final Map<String, Connected> byClient = new ConcurrentHashMap<>();
    private final Map<Integer, Long> delivered = new ConcurrentHashMap<>();
    /** Returns the member of a client; one that is in no room if the client is not known. */
    Member find(String client) {
        Connected found = byClient.get(client);
        return found == null
                ? new Member(new RemoteClient(client, InetAddress.getLoopbackAddress(), "", ""), Format.TEXT)
                : found.member();
    }

    /** Adds a client that has connected to a replica. */
    Member add(FollowerCommand.ClientConnected client, int incarnation) {
        var remote = new RemoteClient(
                client.client(), InetAddress.ofLiteral(client.address()), client.address(), client.listener());
        Member member = client.hidden()
                ? Member.hidden(remote)
                : client.loginRequired()
                        ? Member.unauthenticated(remote, client.format())
                        : new Member(remote, client.format());
        byClient.put(client.client(), new Connected(client, incarnation, member));
        return member;
    }

    void remove(Member member) {
        byClient.remove(member.client().id());
    }

    List<Member> of(int incarnation) {
        return byClient.values().stream()
                .filter(connected -> connected.incarnation() == incarnation)
                .map(Connected::member)
                .toList();
    }

    /** @param lastWritten id up to which everything was written to all clients of a replica */
    void delivered(int incarnation, long lastWritten) {
        delivered.put(incarnation, lastWritten);
    }

    /** Id of the last event that is known to have been written to a member; 0 if none is. */
    long lastWritten(Member member) {
        return Optional.ofNullable(byClient.get(member.client().id()))
                .map(connected -> delivered.getOrDefault(connected.incarnation(), 0L))
                .orElse(0L);
    }

    /** Encodes a member. The stored copy of one that cannot be encoded stays outdated. */
    private static Optional<String> encode(Stored member, ChatLogCodec codec) {
        try {
            return Optional.of(codec.encode(member));
        } catch (RuntimeException | Error e) {
            log.error("Could not encode a member", e);
            return Optional.empty();
        }
    }

    /** Stores the members of these clients, and removes those that are gone. */
    void store(JdbcTemplate jdbc, Set<String> clients, Chat chat, ChatLogCodec codec) {
        List<Object[]> changed = new ArrayList<>();
        List<Object[]> gone = new ArrayList<>();
        for (String client : clients) {
            Connected connected = byClient.get(client);
            if (connected == null) {
                gone.add(new Object[] {client});
            } else {
                var stored = new Stored(
                        connected.client(), chat.connected(connected.member()).orElse(null));
                encode(stored, codec)
                        .ifPresent(json -> changed.add(new Object[] {client, connected.incarnation(), json}));
            }
        }
        if (!changed.isEmpty()) {
            jdbc.batchUpdate("""
                    INSERT INTO chat_member (client, incarnation, member) VALUES (?, ?, ?)
                    ON CONFLICT (client) DO UPDATE SET member = excluded.member""", changed);
        }
        if (!gone.isEmpty()) {
            jdbc.batchUpdate("DELETE FROM chat_member WHERE client = ?", gone);
        }
    }
}
