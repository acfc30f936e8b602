package dev.parley.chat;

import dev.parley.chat.port.ChatMetrics;
import dev.parley.chat.port.ChatSnapshot;
import dev.parley.chat.port.ConnectedMember;
import dev.parley.chat.port.EventLog;
import dev.parley.chat.port.MutePolicy;
import dev.parley.chat.port.NickPolicy;
import dev.parley.chat.port.ResumeResult;
import dev.parley.codec.LineEncoder;
import dev.parley.codec.StatusLines;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.Secret;
import dev.parley.protocol.UnreadMessages;
import dev.parley.time.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A chat without threads or sockets. Each participant records the text lines sent to it. */
public final class ChatFixture {
    public static final ChatLimits LIMITS = new ChatLimits(1_000, 50, 2_000, 400, 500);
    private static final int SEED = 7;

    private final Chat chat;
    private final EventClock eventClock;
    private final List<ChatEvent> observed = new ArrayList<>();
    private final List<ChatEvent> recorded = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final ShadowChat shadow;
    private final ShadowReplica replica = new ShadowReplica();
    private final FakeClock clock = new FakeClock();
    private int participants;

    ChatFixture() {
        this(LIMITS);
    }

    ChatFixture(NickPolicy policy) {
        this(LIMITS, policy, MutePolicy.NONE);
    }

    /** Where some names belong to someone, and some may not speak. */
    ChatFixture(Predicate<Nick> isRegistered, MutePolicy speech) {
        this(LIMITS, accounts(name -> Optional.of(name).filter(isRegistered)), speech);
    }

    ChatFixture(ChatLimits limits, Predicate<Nick> isRegistered) {
        this(limits, accounts(name -> Optional.of(name).filter(isRegistered)), MutePolicy.NONE);
    }

    /** Where some names belong to someone. */
    static ChatFixture ofAccounts(Predicate<Nick> isRegistered) {
        return new ChatFixture(accounts(name -> Optional.of(name).filter(isRegistered)));
    }

    /** Where these names are registered, in these letters, for as long as they are in the collection. */
    static ChatFixture ofAccounts(Collection<Nick> accounts) {
        return new ChatFixture(
                accounts(name -> accounts.stream().filter(name::equals).findFirst()));
    }

    /** The same after a restart, with the rooms that were stored. */
    static ChatFixture restarted(Collection<Nick> accounts, Map<RoomName, RoomSettings> stored) {
        ChatFixture fixture = ofAccounts(accounts);
        fixture.chat.restore(new ChatSnapshot(0, stored, Map.of(), Map.of(), List.of(), List.of()), 0);
        return fixture;
    }

    private static NickPolicy accounts(Function<Nick, Optional<Nick>> registered) {
        return new NickPolicy() {
            @Override
            public Optional<Reply.Rejected> refusal(Nick nick, @Nullable Nick account) {
                return Optional.empty();
            }

            @Override
            public boolean hasAccounts() {
                return true;
            }

            @Override
            public Optional<Nick> registered(Nick nick) {
                return registered.apply(nick);
            }
        };
    }

    ChatFixture(Map<RoomName, RoomSettings> settled) {
        this(LIMITS);
        chat.restore(new ChatSnapshot(0, settled, Map.of(), Map.of(), List.of(), List.of()), 0);
    }

    ChatFixture(ChatLimits limits) {
        this(limits, NickPolicy.NONE, MutePolicy.NONE);
    }

    private ChatFixture(ChatLimits limits, NickPolicy policy, MutePolicy speech) {
        eventClock = new EventClock(InstantSource.fixed(Instant.EPOCH));
        shadow = new ShadowChat(limits.presenceMembers());
        var observer = new ChatObserver() {
            @Override
            public void happened(ChatEvent event, @Nullable Member by) {
                observed.add(event);
            }
        };
        var publisher = new EventPublisher(new RecordingDelivery(), eventClock, ChatMetrics.NONE, observer);
        chat = new Chat(limits, publisher, policy, speech, new Random(SEED));
    }

    public static Chat chat(
            ChatLimits limits,
            Delivery delivery,
            EventClock eventClock,
            ChatMetrics metrics,
            NickPolicy nickPolicy,
            MutePolicy mutePolicy) {
        var publisher = new EventPublisher(delivery, eventClock, metrics, ChatObserver.NONE);
        return new Chat(limits, publisher, nickPolicy, mutePolicy, new Random(SEED));
    }

    /** An event loop of a chat that stores nothing; its thread is not started yet. */
    public static ChatEventLoop eventLoop(Delivery delivery) {
        var eventClock = new EventClock(InstantSource.system());
        var chat = chat(LIMITS, delivery, eventClock, ChatMetrics.NONE, NickPolicy.NONE, MutePolicy.NONE);
        return new ChatEventLoop(chat, EventLog.NONE, delivery);
    }

    void restore(Nick account, int waiting) {
        chat.restore(new ChatSnapshot(0, Map.of(), Map.of(), Map.of(account, waiting), List.of(), List.of()), 0);
    }

    void restoreRooms(Map<RoomName, RoomSettings> settled, Map<RoomName, RoomLife> lives) {
        shadow.restore(lives);
        chat.restore(new ChatSnapshot(0, settled, lives, Map.of(), List.of(), List.of()), clock.nanos());
    }

    void restore(List<ResumableSession> partings) {
        restore(partings, Map.of());
    }

    void restore(List<ResumableSession> partings, Map<RoomName, RoomLife> lives) {
        chat.restore(new ChatSnapshot(0, Map.of(), lives, Map.of(), partings, List.of()), clock.nanos());
    }

    void restoreSaid(List<ChatEvent.Said> keyed) {
        chat.restore(new ChatSnapshot(0, Map.of(), Map.of(), Map.of(), List.of(), keyed), clock.nanos());
    }

    /** Every id from now on is higher. */
    void passesIds(long id) {
        while (eventClock.last() < id) {
            eventClock.next();
        }
    }

    void turnHistory(boolean saved) {
        chat.historyChanged(saved);
        record();
    }

    void stored(boolean saved) {
        chat.stored(saved);
    }

    /** Returns what the observer was notified of, since the last call. */
    List<ChatEvent> observed() {
        List<ChatEvent> events = List.copyOf(observed);
        observed.clear();
        return events;
    }

    /** What is to be stored, since the last call. */
    List<ChatEvent> recorded() {
        record();
        List<ChatEvent> events = List.copyOf(recorded);
        recorded.clear();
        return events;
    }

    /** What is to be stored as history, since the last call. */
    List<ChatEvent> happened() {
        return recorded().stream()
                .filter(event -> !(event instanceof ChatEvent.StateOnlyEvent))
                .toList();
    }

    /** Changes of the saved members, since the last call. */
    List<ChatEvent.StateOnlyEvent> saved() {
        return recorded().stream()
                .filter(ChatEvent.StateOnlyEvent.class::isInstance)
                .map(ChatEvent.StateOnlyEvent.class::cast)
                .toList();
    }

    private void record() {
        List<ChatEvent> events = chat.takeRecorded();
        recorded.addAll(events);
        shadow.stored(events);
        shadow.assertSame(members);
        replica.assertSame(members);
    }

    /** Kinds of events that were delivered or stored so far. */
    Set<Class<?>> kinds() {
        return shadow.kinds();
    }

    /** Someone who has just connected and said nothing. */
    ChatParticipant guest() {
        return arrives(new ChatParticipant(person -> new Member(person, Format.TEXT)));
    }

    ChatParticipant hidden() {
        return arrives(new ChatParticipant(Member::hidden));
    }

    /** Someone who must log in first. */
    ChatParticipant stranger() {
        return arrives(new ChatParticipant(person -> Member.unauthenticated(person, Format.TEXT)));
    }

    private ChatParticipant arrives(ChatParticipant person) {
        shadow.connected(person.member);
        replica.connected(person.member);
        apply(new ChatTask.ClientConnected(person.member, 0));
        return person;
    }

    /** Someone who was connected when another process led the chat. */
    ChatParticipant restored(ConnectedMember stored) {
        var person = new ChatParticipant(client -> new Member(client, Format.TEXT));
        replica.connected(person.member);
        chat.restore(person.member, stored, Map.of());
        shadow.restored(person.member);
        record();
        return person;
    }

    /** What the next leader finds of a connected member. */
    ConnectedMember stored(ChatParticipant person) {
        return chat.connected(person.member).orElseThrow();
    }

    /** Someone who has taken a name, and has read what that was answered with. */
    ChatParticipant person(String nick) {
        ChatParticipant person = guest();
        person.sends(new Command.ChangeNick(nick));
        person.heard();
        return person;
    }

    ResumeResult resume(ChatParticipant person, String token) {
        return ask(new ChatQuery.Resume(person.member, new Secret(token), Optional.empty()));
    }

    <T> T ask(ChatQuery<T> query) {
        var asked = new ChatTask.PendingQuery<>(query, answer -> {}, clock.nanos());
        chat.apply(asked);
        asked.complete(true);
        T answer = asked.answer().join();
        if (query instanceof ChatQuery.Resume resume && answer instanceof ResumeResult result && result.now() != null) {
            shadow.resumed(resume.member(), result.now());
        }
        record();
        return answer;
    }

    void passes(long nanos) {
        clock.advance(Duration.ofNanos(nanos));
    }

    private void apply(ChatTask task) {
        chat.apply(task);
        record();
    }

    final class ChatParticipant extends TestClient {
        final Member member;
        private final List<String> lines = new ArrayList<>();
        private boolean ended;
        Reply.@Nullable Bye bye;
        private long lastWritten;
        private boolean isAllWritten = true;

        private ChatParticipant(Function<ChatParticipant, Member> as) {
            super("client" + ++participants);
            member = as.apply(this);
            members.add(member);
        }

        void sends(Command command) {
            apply(new ChatTask.CommandReceived(member, command, ChatInput.word(command, command), clock.nanos()));
        }

        /** Returns the token it was told. */
        String logsIn(Nick account) {
            sends(new Command.LoggedIn(account, UnreadMessages.NOTHING));
            String last = heard().getLast();
            return last.substring(last.lastIndexOf(' ') + 1);
        }

        void says(String text) {
            sends(new Command.Say(text));
        }

        void joins(String room) {
            sends(new Command.Join(room, Optional.empty()));
        }

        void isLost() {
            isLost(0);
        }

        /** @param heard the id of the last event that it was sent */
        void isLost(long heard) {
            members.remove(member);
            shadow.disconnected(member);
            apply(new ChatTask.ClientDisconnected(member, heard, left -> {}, clock.nanos()));
            replica.disconnected(member);
        }

        /** The lines since the last call, with codes instead of the texts after them. */
        List<String> heard() {
            return fullLines().stream().map(StatusLines::withoutText).toList();
        }

        List<String> fullLines() {
            var heard = List.copyOf(lines);
            lines.clear();
            return heard;
        }

        boolean isEnded() {
            return ended;
        }

        /** Sets the id of the last event that was written to this connection. */
        void wasWritten(long id) {
            lastWritten = id;
            isAllWritten = false;
        }

        void wasWrittenEverything() {
            isAllWritten = true;
        }
    }

    private final class RecordingDelivery implements Delivery {
        @Override
        public void deliver(ChatEvent event, Audience audience) {
            shadow.deliver(event, audience);
            replica.deliver(event, audience);
            for (Member member : audience.members()) {
                if (audience.includes(member)) {
                    boolean active = event instanceof ChatEvent.InRoom inRoom && member.isActiveIn(inRoom.room());
                    write(member, LineEncoder.encode(event, Format.TEXT, active, true));
                }
            }
        }

        @Override
        public void answer(Member member, Reply reply) {
            shadow.answer(member, reply);
            replica.assertSame(member);
            write(member, LineEncoder.encode(reply, Format.TEXT, true));
        }

        @Override
        public void end(Member member, Reply.@Nullable Bye bye) {
            if (bye != null) {
                answer(member, bye);
            }
            shadow.end(member);
            ((ChatParticipant) member.client()).ended = true;
            ((ChatParticipant) member.client()).bye = bye;
        }

        @Override
        public long lastWritten(Member member) {
            return ((ChatParticipant) member.client()).lastWritten;
        }

        @Override
        public boolean isAllWritten(Member member) {
            return ((ChatParticipant) member.client()).isAllWritten;
        }

        @Override
        public void flush(boolean saved) {}

        private void write(Member member, byte[] bytes) {
            new String(bytes, StandardCharsets.UTF_8).lines().forEach(((ChatParticipant) member.client()).lines::add);
        }
    }
}
