package dev.parley.chat;

import dev.parley.chat.port.ChatSnapshot;
import dev.parley.chat.port.ConnectedMember;
import dev.parley.chat.port.MutePolicy;
import dev.parley.chat.port.NickPolicy;
import dev.parley.chat.port.ResumeResult;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomDetails;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomPatch;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.RoomSummary;
import dev.parley.protocol.Secret;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.TextSanitizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** State of the chat. It is not synchronized, because a single thread applies one task after another. */
public final class Chat {
    private final EventPublisher publisher;
    private final ChatObserver observer;
    private final EventClock eventClock;
    private final Nicks nicks;
    private final NickPolicy policy;
    private final MutePolicy mutePolicy;
    private final Rooms rooms;
    private final MuteFilter muteFilter;
    private final NickHandler nickHandler;
    private final PresenceSummaries presenceSummaries;
    private final Presence presence;
    private final DirectMessages directMessages;
    private final SavedMembers savedMembers;
    private final ResumeTokens resumeTokens;
    private final MessageDeduplicator deduplicator;
    private final ResumeHandler resumeHandler;
    private final RoomUpdates updates;
    private final RoomCommandHandler roomCommands;
    private final SpeechHandler speechHandler;
    private final RoomAdministration roomAdministration;
    private final IgnoreLists ignoreLists;
    private final CommandDispatcher dispatcher;

    public Chat(
            ChatLimits limits,
            EventPublisher publisher,
            NickPolicy policy,
            MutePolicy mutePolicy,
            RandomGenerator random) {
        this.publisher = publisher;
        this.observer = publisher.observer();
        this.eventClock = publisher.eventClock();
        this.nicks = new Nicks(random);
        this.rooms = new Rooms(publisher);
        this.savedMembers = new SavedMembers(publisher);
        this.resumeTokens = new ResumeTokens(publisher, eventClock, random, savedMembers);
        this.policy = policy;
        this.mutePolicy = mutePolicy;
        var identities = new IdentityResolver(nicks, policy);
        this.ignoreLists = new IgnoreLists(identities, publisher);
        this.muteFilter = new MuteFilter(mutePolicy);
        this.presenceSummaries = new PresenceSummaries(limits.presenceMembers(), publisher);
        this.presence = new Presence(nicks, rooms, ignoreLists, presenceSummaries, publisher);
        this.nickHandler = new NickHandler(nicks, policy, presence, ignoreLists, resumeTokens, publisher);
        this.updates = new RoomUpdates(publisher);
        var access = new RoomAccess(identities, presence, updates, resumeTokens, publisher);
        this.roomCommands = new RoomCommandHandler(limits, rooms, presence, access, updates, publisher);
        var awayStatus = new AwayStatus(identities, muteFilter, publisher);
        this.directMessages = new DirectMessages(identities, presence, ignoreLists, awayStatus, publisher);
        this.deduplicator = new MessageDeduplicator(eventClock);
        var joinHandler = new JoinHandler(limits, rooms, presence, roomCommands, publisher);
        this.resumeHandler =
                new ResumeHandler(resumeTokens, nickHandler, directMessages, joinHandler, presence, publisher);
        this.roomAdministration = new RoomAdministration(rooms, updates, presence, publisher);
        this.speechHandler =
                new SpeechHandler(deduplicator, presence, ignoreLists, awayStatus, rooms, directMessages, publisher);
        var handlers = List.<CommandDispatcher.CommandHandler>of(
                speechHandler,
                nickHandler,
                resumeHandler,
                dispatcher ->
                        dispatcher.on(Command.Dropped.class, (member, dropped) -> removeAccount(dropped.account())),
                joinHandler,
                roomCommands,
                ignoreLists,
                awayStatus,
                new InfoHandler(rooms, awayStatus, policy.registration(), publisher),
                new ConnectionCommands(presence, publisher));
        this.dispatcher = new CommandDispatcher(muteFilter, publisher, handlers);
    }

    /** Restores the stored state. Called before any task is applied. */
    public void restore(ChatSnapshot snapshot, long nowNanos) {
        eventClock.startAbove(snapshot.lastId());
        eventClock.arrived(nowNanos);
        directMessages.restore(snapshot.waiting());
        resumeTokens.restore(snapshot.suspended());
        deduplicator.restore(snapshot.keyedMessages());
        Map<RoomName, RoomLife> lives = snapshot.lives();
        snapshot.settings()
                .forEach((name, settings) -> restoreRoom(name, settings, lives.getOrDefault(name, RoomLife.WHOLE)));
        snapshot.suspended().stream()
                .flatMap(suspended -> suspended.state().rooms().stream())
                .distinct()
                .forEach(name -> rooms.remember(name, lives.getOrDefault(name, RoomLife.UNKNOWN)));
    }

    /**
     * Restores a member that is connected to a replica. Called before any task is applied.
     *
     * @param lives latest life of each room name
     */
    public void restore(Member member, ConnectedMember stored, Map<RoomName, RoomLife> lives) {
        if (stored.departed()) {
            member.restoreDeparture(stored.state(), stored.resumable());
        } else {
            presence.restore(
                    member, stored.state(), name -> rooms.restore(name, lives.getOrDefault(name, RoomLife.UNKNOWN)));
            member.away(stored.away());
        }
        resumeTokens.restore(member, stored.tokenHash(), stored.usedTokenHash());
    }

    /**
     * Restores what a member ignores. Called when all members are restored.
     *
     * @param find finds the member of a client
     */
    public void restoreIgnored(Member member, ConnectedMember stored, Function<String, Member> find) {
        ignoreLists.restore(
                member,
                stored.ignoredAccounts(),
                stored.ignoredClients().stream()
                        .map(find)
                        .filter(Member::present)
                        .toList());
    }

    /** Restores the topic of a room without owner, unless the room does not exist any more. */
    public void restoreTopic(RoomName name, String topic) {
        rooms.find(name.value()).filter(room -> room.settings() == null).ifPresent(room -> room.topic(topic));
    }

    /** Returns what another leader must know of a member; empty if the member was never in the chat. */
    public Optional<ConnectedMember> connected(Member member) {
        boolean isPresent = member.present();
        return member.snapshot()
                .or(member::departure)
                .map(state -> new ConnectedMember(
                        state,
                        member.tokenHash(),
                        member.usedTokenKey(),
                        member.away(),
                        isPresent ? ignoreLists.accounts(member) : List.of(),
                        isPresent ? ignoreLists.clients(member) : List.of(),
                        !isPresent,
                        member.resumableState() != null));
    }

    /**
     * Restores a stored room without names that are not accounts, because a later owner of such a name would get its
     * rights.
     */
    private void restoreRoom(RoomName name, RoomSettings stored, RoomLife life) {
        RoomSettings settings = policy.hasAccounts() ? stored.withAccountsOnly(policy::registered) : stored;
        Room room = rooms.restore(name, life);
        room.setSettings(stored);
        if (!stored.equals(settings)) {
            updates.change(Nick.OPERATOR, room, settings, "restored");
            rooms.closeIfEmpty(room);
        }
    }

    void apply(ChatTask task) {
        eventClock.arrived(task.arrivedNanos());
        switch (task) {
            case ChatTask.ClientConnected opened -> opened(opened.member());
            case ChatTask.CommandReceived received -> receive(received);
            case ChatTask.ClientDisconnected ended -> ended(ended);
            case ChatTask.PendingQuery<?> asked -> ask(asked);
            case ChatTask.FollowerTask remote -> apply(remote.task());
        }
    }

    /** See {@link ChatQuery.FindClients}. */
    List<ChatQuery.FoundClient> find(ChatQuery.Selection selection) {
        return selected(selection).stream()
                .flatMap(member ->
                        state(member).map(state -> new ChatQuery.FoundClient(member.client(), state)).stream())
                .toList();
    }

    private List<Member> selected(ChatQuery.Selection selection) {
        return switch (selection) {
            case ChatQuery.Selection.ByNick by -> List.copyOf(nicks.holders(by.nick()));
            case ChatQuery.Selection.ByAccount by -> nicks.connections(by.account());
            case ChatQuery.Selection.Listed listed -> listed.members();
        };
    }

    /** See {@link ChatQuery.Disconnect}. */
    List<ChatQuery.FoundClient> disconnect(ChatQuery.Selection selection, Reply.Bye bye) {
        List<ChatQuery.FoundClient> found = find(selection);
        selected(selection).forEach(member -> end(member, bye));
        return found;
    }

    boolean isOnline(Nick account) {
        return !nicks.connections(account).isEmpty();
    }

    /** See {@link ChatQuery.ShowMember}. */
    Optional<MemberSnapshot> state(Member member) {
        return Optional.of(member).filter(Member::present).map(Member::state);
    }

    /**
     * See {@link ChatQuery.Authorize}. The owner and the operators of a room need no role for commands in that room.
     */
    ChatQuery.Authorization authorize(Member member, Command.OperatorCommand command) {
        Nick account = member.account();
        if (!member.present()
                || member.draining()
                || account == null
                || command instanceof Command.RoomCommand && roomCommands.isRuledBy(member)) {
            return new ChatQuery.Authorization.AsRoomCommand();
        }
        Reply.Rejected refused = muteFilter.verdict(member, command).refusal();
        return refused == null
                ? new ChatQuery.Authorization.ByOperator(account)
                : new ChatQuery.Authorization.Refused(refused);
    }

    /** See {@link ChatQuery.ListRooms}. */
    List<RoomSummary> rooms() {
        return rooms.unsorted().toList();
    }

    /**
     * Announces a text in one room, or to everyone if no room is named.
     *
     * @return the number of recipients; empty when there is no such room
     */
    Optional<Integer> announce(String text, @Nullable String room) {
        Optional<Room> where = room == null ? Optional.of(rooms.lobby()) : rooms.find(room);
        where.ifPresent(found -> {
            var announced = new ChatEvent.Announced(
                    publisher.nextStamp(), room == null ? null : found.name(), TextSanitizer.clean(text));
            publisher.publish(announced, Audience.of(found));
        });
        return where.map(found -> found.listeners().size());
    }

    /** See {@link ChatQuery.AnnounceTo}. */
    int announce(String text, List<Member> members) {
        List<Member> recipients = members.stream().filter(rooms.lobby()::has).toList();
        publisher.publish(new ChatEvent.Announced(publisher.nextStamp(), null, text), Audience.of(recipients));
        return recipients.size();
    }

    /** See {@link ChatQuery.PostMessage}. */
    ChatQuery.PostResult post(ChatQuery.PostMessage message) {
        return speechHandler.post(message, muteFilter.verdict(message.from()));
    }

    /** Returns one room as operators see it. */
    Optional<RoomDetails> room(RoomName name) {
        return roomAdministration.details(name);
    }

    /** See {@link ChatQuery.ChangeRoom}. */
    Optional<ChatQuery.ChangedRoom> changeRoom(RoomName name, RoomPatch patch) {
        return roomAdministration.change(name, patch);
    }

    /** See {@link ChatQuery.CloseRoom}. */
    Optional<ChatQuery.ClosedRoom> closeRoom(RoomName name, String reason) {
        return roomAdministration.close(name, TextSanitizer.clean(reason));
    }

    /** Gives a guest nick to everyone whose nick has just been registered as an account by somebody else. */
    void registered(Nick account) {
        nickHandler.freeUp(account);
    }

    /** Returns why a member cannot register a name now; empty if the member can. */
    Optional<Reply.Rejected> refusalToRegister(Member member, Nick name) {
        return nickHandler.refusalToRegister(member, name).or(publisher::refusalToStore);
    }

    /** See {@link ChatQuery.RefusalToStore}. */
    Optional<Reply.Rejected> refusalToStore() {
        return publisher.refusalToStore();
    }

    /** Removes everything that belonged to a deleted account, because somebody else may soon register its name. */
    void removeAccount(Nick account) {
        roomCommands.forget(account);
        rooms.forget(account);
        nickHandler.dropped(account);
        directMessages.forget(account);
        deduplicator.forget(account);
        resumeTokens.revoke(account);
        policy.accountRemoved(account);
        mutePolicy.accountRemoved(account);
        publisher.publish(new ChatEvent.AccountDropped(publisher.nextStamp(), account));
    }

    /** Disconnects a member and returns its nick; empty if the member had already left. */
    Optional<Nick> end(Member member, Reply.Bye bye) {
        StatusCode why = bye.code();
        if (!member.present()) {
            return Optional.empty();
        }
        Nick nick = member.nick();
        if (why == StatusCode.KICKED || why == StatusCode.BANNED) {
            resumeTokens.forget(member);
        } else if (!member.rooms().isEmpty()) {
            member.saveForResume();
        }
        String token = why == StatusCode.RESTART && member.resumableState() != null ? resumeTokens.token(member) : null;
        publisher.causedBy(member);
        presence.depart(member);
        publisher.causedBy(null);
        publisher.end(member, new Reply.Bye(why, TextSanitizer.clean(bye.text()), token, bye.ban()));
        return Optional.of(nick);
    }

    /**
     * Resumes the session of the lost connection with this token, so that the member has its state.
     *
     * @param noAccounts why the member cannot take a registered name; empty if the member can
     */
    ResumeResult resume(Member member, Secret token, Optional<Reply.Rejected> noAccounts) {
        return resumeHandler.resume(member, token, noAccounts);
    }

    /**
     * Revokes the resume tokens of an account, so that its lost connections have to log in again.
     *
     * @return the number of connected clients that got a new token
     */
    int revokeTokens(Nick account) {
        return resumeTokens.revoke(account);
    }

    /**
     * Sends one member a notice, in order with the member's other output. Returns whether the member was still present.
     */
    boolean notice(Member member, String text) {
        if (member.present()) {
            publisher.answer(member, new Reply.Notice(text));
        }
        return member.present();
    }

    /** Sends one member an operator's message. Returns the member's nick, or empty if the member has left. */
    Optional<Nick> sendNotice(Member member, String text) {
        return notice(member, "message from an operator: " + TextSanitizer.clean(text))
                ? Optional.of(member.nick())
                : Optional.empty();
    }

    /**
     * Refuses all further input of a member, and does not announce its departure. Returns whether the member was
     * present.
     */
    boolean drain(Member member) {
        member.drain();
        return member.present();
    }

    /** Id of the newest event. */
    long lastId() {
        return eventClock.last();
    }

    /** See {@link ChatQuery.DeleteMessage}. */
    long delete(RoomName room, long message, String reason) {
        List<Member> readers = rooms.find(room.value()).stream()
                .flatMap(found -> found.listeners().stream().filter(member -> member.canRead(found, message)))
                .toList();
        Stamp stamp = publisher.nextStamp();
        publisher.publish(
                new ChatEvent.Deleted(stamp, room, message, TextSanitizer.clean(reason)), Audience.of(readers));
        return stamp.id();
    }

    /** See {@link ChatQuery.SendPresence}. */
    int sendPresence() {
        savedMembers.checkDelivery();
        return presenceSummaries.send();
    }

    /** Announces to everyone whether messages are stored from now on. */
    void historyChanged(boolean saved) {
        if (saved) {
            rooms.storeLives();
        }
        publisher.publish(new ChatEvent.HistoryStateChanged(publisher.nextStamp(), saved), Audience.of(rooms.lobby()));
    }

    /** Returns the events recorded since the last call. They must be stored before they are delivered. */
    List<ChatEvent> takeRecorded() {
        savedMembers.publishChanges();
        return publisher.takeRecorded();
    }

    /** Reports whether the events that {@link #takeRecorded} returned last are stored. They are then delivered. */
    void stored(boolean saved) {
        savedMembers.delivered();
        publisher.stored(saved);
        deduplicator.stored(saved);
        directMessages.stored(saved);
    }

    private void opened(Member member) {
        publisher.causedBy(member);
        presence.arrive(member);
        if (!member.isHidden()) {
            observer.arrived(member);
        }
    }

    private void ask(ChatTask.PendingQuery<?> asked) {
        publisher.causedBy(null);
        asked.run(this);
    }

    private void ended(ChatTask.ClientDisconnected ended) {
        Member member = ended.member();
        publisher.causedBy(member);
        if (member.present()) {
            member.saveForResume();
            presence.depart(member);
        }
        resumeTokens.ended(member, ended.lastWritten());
        ended.left().accept(member.departed());
    }

    private void receive(ChatTask.CommandReceived received) {
        Member member = received.member();
        Command command = received.command();
        if (member.present()) {
            publisher.causedBy(member);
            if (received.word() != null && !member.isHidden()) {
                observer.commanded(member, received.word());
            }
            if (member.isResumeUnconfirmed()
                    && !(command instanceof Command.MissedEvents || command instanceof Command.EndOfInput)) {
                resumeHandler.confirm(member);
            }
            dispatcher.dispatch(member, member.draining() ? command.whileDraining() : command);
        } else if (command instanceof Command.Dropped dropped) {
            removeAccount(dropped.account());
        }
    }
}
