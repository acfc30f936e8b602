package dev.parley.chat;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the chat as another process could keep it, made only from what leaves the chat: events, replies, ends of
 * members, and the events to store. It resolves the audience of each event to the same members.
 *
 * <p>The output does not say everything. These parts are given to the shadow:
 *
 * <ul>
 *   <li>connects and disconnects; an unannounced member arrives and leaves without any output
 *   <li>the rooms of a resumed member, which are in the answer to its query
 *   <li>whether a presence change or new settings are sent to anybody
 *   <li>the members that are left out: the author, because events name nicks, not connections, and those that ignore
 *       the author
 *   <li>the recipients of a shadow-muted message, which is recognized by its absence from the events to store
 * </ul>
 *
 * <p>A change may take effect for an event before a reply says so, but it must be said by the end of the task.
 */
final class ShadowChat {
    /** Replies that say nothing about where members are. A new kind fails the tests until it is here or applied. */
    private static final Set<Class<? extends Reply>> REPLIES_WITHOUT_EFFECT = Set.of(
            Reply.Away.class,
            Reply.Bye.class,
            Reply.ClientList.class,
            Reply.DirectMessageSent.class,
            Reply.Duplicate.class,
            Reply.Help.class,
            Reply.Hint.class,
            Reply.HistoryPage.class,
            Reply.Names.class,
            Reply.Notice.class,
            Reply.Pong.class,
            Reply.Rejected.class,
            Reply.Resumed.class,
            Reply.RoomList.class,
            Reply.RoomSettingsShown.class,
            Reply.StoredForLater.class,
            Reply.Topic.class,
            Reply.Unread.class,
            Reply.YouSetTopic.class);

    /** Replies that say where a member is, what its nick is, or which token it has. */
    private static final Set<Class<? extends Reply>> REPLIES_WITH_EFFECT = Set.of(
            Reply.Welcomed.class,
            Reply.YouAre.class,
            Reply.YouJoined.class,
            Reply.YouLeft.class,
            Reply.Resumable.class);

    private static final class Connection {
        /** Null until the member is announced. */
        private @Nullable Nick nick;

        private @Nullable String tokenHash;

        /** Rooms, with the id after which the member can read the history. */
        private final Map<RoomName, Long> rooms = new LinkedHashMap<>();
    }

    private record Delivered(ChatEvent event, Audience audience, Set<Member> recipients, Set<Member> resolved) {}

    private final int presenceMembers;
    private final Map<Member, Connection> connections = new LinkedHashMap<>();
    private final Map<RoomName, RoomLife> lives = new HashMap<>();
    private final Map<String, MemberSnapshot> saved = new HashMap<>();

    /** Events since the end of the last task. */
    private final List<Delivered> delivered = new ArrayList<>();

    /** Members that were kicked, until the reply that says so. */
    private final List<Runnable> kicks = new ArrayList<>();

    private final Set<Class<?>> kinds = new HashSet<>();

    ShadowChat(int presenceMembers) {
        this.presenceMembers = presenceMembers;
    }

    /** Kinds of events that were delivered or stored so far. */
    Set<Class<?>> kinds() {
        return kinds;
    }

    static Set<Class<?>> knownReplies() {
        Set<Class<?>> known = new HashSet<>(REPLIES_WITH_EFFECT);
        known.addAll(REPLIES_WITHOUT_EFFECT);
        return known;
    }

    void restore(Map<RoomName, RoomLife> stored) {
        lives.putAll(stored);
    }

    void connected(Member member) {
        var connection = new Connection();
        if (!member.isUnauthenticated()) {
            connection.rooms.put(member.isHidden() ? RoomName.HIDDEN : RoomName.LOBBY, RoomLife.WHOLE.start());
        }
        connections.put(member, connection);
    }

    /** Adds a member that an earlier leader has reported. */
    void restored(Member member) {
        var connection = new Connection();
        connection.nick = member.announced() ? member.nick() : null;
        connection.tokenHash = member.tokenHash();
        connection.rooms.putAll(lives(member.state()));
        connections.put(member, connection);
    }

    void disconnected(Member member) {
        connections.remove(member);
    }

    void resumed(Member member, MemberSnapshot state) {
        connection(member).ifPresent(connection -> connection.rooms.putAll(lives(state)));
    }

    void deliver(ChatEvent event, Audience audience) {
        kinds.add(event.getClass());
        Set<Member> recipients = new HashSet<>(audience.members());
        recipients.removeIf(member -> !audience.includes(member));
        delivered.add(new Delivered(event, audience, recipients, resolve(event, audience)));
        if (event instanceof ChatEvent.Kicked kicked) {
            connections.forEach((member, connection) -> {
                if (kicked.who().equals(connection.nick)) {
                    kicks.add(() -> connection.rooms.remove(kicked.room()));
                }
            });
        } else if (event instanceof ChatEvent.RoomLifeStarted started) {
            lives.put(started.room(), started.life());
            if (started.life().opened() == started.stamp().id()) {
                connections.values().forEach(connection -> connection.rooms.remove(started.room()));
            }
        }
    }

    private Set<Member> resolve(ChatEvent event, Audience audience) {
        boolean isForNobody = audience.members().isEmpty()
                && (event instanceof ChatEvent.PresenceChange || event instanceof ChatEvent.RoomSettingsChanged);
        Set<Member> members = isForNobody ? new HashSet<>() : members(event, audience.except());
        members.remove(audience.except());
        members.removeAll(audience.ignoring());
        return members;
    }

    private Set<Member> members(ChatEvent event, @Nullable Member author) {
        return switch (event) {
            case ChatEvent.InRoom message -> in(message.room());
            case ChatEvent.DirectMessage message ->
                message.account() == null
                        ? with(connection -> message.to().equals(connection.nick))
                        : with(connection -> message.account().equals(account(connection)));
            case ChatEvent.Joined joined -> in(joined.room());
            case ChatEvent.Left left -> in(left.room());
            case ChatEvent.Renamed renamed -> near(Objects.requireNonNull(author));
            case ChatEvent.PresenceSummary summary -> in(summary.room());
            case ChatEvent.TopicSet set -> in(set.room());
            case ChatEvent.RoomSettingsChanged changed -> in(changed.room());
            case ChatEvent.RoomNotice notice -> in(notice.room());
            case ChatEvent.Kicked kicked -> in(kicked.room());
            case ChatEvent.Deleted deleted ->
                with(connection -> connection.rooms.getOrDefault(deleted.room(), Long.MAX_VALUE) < deleted.message());
            case ChatEvent.Announced announced -> in(announced.room() == null ? RoomName.LOBBY : announced.room());
            case ChatEvent.HistoryStateChanged changed -> in(RoomName.LOBBY);
            case ChatEvent.StoredOnlyEvent stored -> new HashSet<>();
        };
    }

    private Set<Member> with(Predicate<Connection> condition) {
        Set<Member> members = new HashSet<>();
        connections.forEach((member, connection) -> {
            if (condition.test(connection)) {
                members.add(member);
            }
        });
        return members;
    }

    private Set<Member> in(RoomName room) {
        return with(connection -> connection.rooms.containsKey(room));
    }

    /** Returns everyone, or the members of the small rooms of a member if the lobby is large. */
    private Set<Member> near(Member member) {
        Set<Member> everyone = in(RoomName.LOBBY);
        if (everyone.size() <= presenceMembers) {
            return everyone;
        }
        Set<Member> near = new HashSet<>();
        connection(member).stream()
                .flatMap(connection -> connection.rooms.keySet().stream())
                .map(this::in)
                .filter(members -> members.size() <= presenceMembers)
                .forEach(near::addAll);
        return near;
    }

    void answer(Member member, Reply reply) {
        kicks.forEach(Runnable::run);
        kicks.clear();
        connection(member).ifPresent(connection -> apply(connection, reply));
    }

    private void apply(Connection connection, Reply reply) {
        switch (reply) {
            case Reply.Welcomed welcomed -> {
                connection.nick = welcomed.nick();
                connection.rooms.putIfAbsent(welcomed.room(), RoomLife.WHOLE.start());
            }
            case Reply.YouAre renamed -> connection.nick = renamed.event().to();
            case Reply.YouJoined joined -> {
                RoomName room = joined.event().room();
                connection.rooms.putIfAbsent(
                        room, lives.getOrDefault(room, RoomLife.WHOLE).start());
            }
            case Reply.YouLeft left -> connection.rooms.remove(left.event().room());
            case Reply.Resumable given -> connection.tokenHash = HexFormat.of().formatHex(Sha256.of(given.token()));
            default -> {}
        }
    }

    void end(Member member) {
        connections.remove(member);
    }

    /** Ends a task, or the restart before the first one. */
    void stored(List<ChatEvent> events) {
        events.forEach(event -> {
            kinds.add(event.getClass());
            store(event);
        });
        delivered.forEach(one -> assertResolved(one, events));
        delivered.clear();
    }

    private void store(ChatEvent event) {
        switch (event) {
            case ChatEvent.MemberSaved member ->
                saved.put(member.session().key(), member.session().state());
            case ChatEvent.MemberRemoved removed -> saved.remove(removed.key());
            case ChatEvent.SessionSuspended suspended ->
                saved.remove(suspended.session().key());
            case ChatEvent.Resumed resumed -> saved.remove(resumed.key());
            case ChatEvent.TokensRevoked revoked ->
                saved.values().removeIf(state -> revoked.account().equals(state.account()));
            default -> {}
        }
    }

    private void assertResolved(Delivered delivered, List<ChatEvent> stored) {
        ChatEvent event = delivered.event();
        if (event.isStored() && !stored.contains(event)) {
            assertThat(delivered.resolved()).as("recipients of muted %s", event).containsAll(delivered.recipients());
            assertThat(delivered.recipients().stream()
                            .map(IdentityResolver.Identity::of)
                            .distinct())
                    .as("people that receive muted %s", event)
                    .hasSizeLessThan(2);
        } else if (!delivered.recipients().equals(delivered.resolved())) {
            assertThat(unexplained(delivered))
                    .as("recipients of %s in the chat or in its shadow only", event)
                    .isEmpty();
        }
    }

    /** Returns the clients that were resolved otherwise, and about which nothing has been said since. */
    private List<String> unexplained(Delivered delivered) {
        Set<Member> resolvedNow = resolve(delivered.event(), delivered.audience());
        Set<Member> members = new HashSet<>(delivered.recipients());
        members.addAll(delivered.resolved());
        members.removeIf(member -> {
            boolean isRecipient = delivered.recipients().contains(member);
            return isRecipient == delivered.resolved().contains(member) || isRecipient == resolvedNow.contains(member);
        });
        return members.stream().map(member -> member.client().id()).toList();
    }

    /** @param members members whose connections have not ended */
    void assertSame(List<Member> members) {
        assertThat(connections.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        members.stream().filter(Member::present).toList());
        connections.forEach((member, connection) -> {
            MemberSnapshot state = member.state();
            assertThat(connection.rooms).isEqualTo(lives(state));
            assertThat(account(connection)).isEqualTo(state.account());
            assertThat(connection.nick).isEqualTo(state.announced() ? state.nick() : null);
        });
        assertThat(saved)
                .isEqualTo(members.stream()
                        .filter(member -> ResumeTokens.sessionKey(member) != null && state(member) != null)
                        .collect(toMap(ResumeTokens::sessionKey, member -> Objects.requireNonNull(state(member)))));
    }

    private static @Nullable MemberSnapshot state(Member member) {
        return member.present() ? member.state() : member.resumableState();
    }

    private static Map<RoomName, Long> lives(MemberSnapshot state) {
        return state.memberships().stream().collect(toMap(Membership::room, Membership::life));
    }

    private Optional<Connection> connection(Member member) {
        return Optional.ofNullable(connections.get(member));
    }

    private @Nullable Nick account(Connection connection) {
        if (connection.tokenHash == null) {
            return null;
        }
        for (Map.Entry<String, MemberSnapshot> entry : saved.entrySet()) {
            if (ResumableSession.tokenHashes(entry.getKey()).contains(connection.tokenHash)) {
                return entry.getValue().account();
            }
        }
        return null;
    }
}
