package dev.parley.chat;

import dev.parley.chat.port.Client;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.MemberSummary;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection in the chat. It belongs to the chat thread, except for the permits of pending tasks, {@link #summary}
 * and reads of the format.
 */
public final class Member {
    /** Most pending tasks of one client; beyond this number, the client's reader waits. */
    static final int MAX_PENDING = 64;

    private final Semaphore pendingPermits = new Semaphore(MAX_PENDING);

    private final Client client;
    private final boolean hidden;
    private final boolean loginRequired;
    // volatile: also read by lists of clients, and the format by the tick, for the bye of a slow client
    private volatile @Nullable Nick nick;
    private volatile @Nullable Nick account;
    private volatile boolean announced;
    private volatile List<Membership> memberships = List.of();
    // in the order of the memberships; two immutable lists take less memory of each client than a map
    private List<Room> rooms = List.of();
    private volatile Format format;
    private boolean isFormatChosen;
    private @Nullable Room active;
    private @Nullable String away;
    private boolean draining;
    private boolean echo = true;
    private boolean hinted;
    private long lastWrittenBefore;
    private long writtenBefore;
    private long caughtUpAt;
    private long resumeReply;
    private boolean resumeUnconfirmed;
    private @Nullable String usedTokenKey;
    private long keyScope;
    private @Nullable String token;
    private @Nullable String tokenHash;
    private @Nullable MemberSnapshot last;
    private @Nullable MemberSnapshot departed;
    private @Nullable Set<Member> outdated;
    private @Nullable Set<Member> changed;

    public Member(Client client, Format format) {
        this(client, format, false, false);
    }

    private Member(Client client, Format format, boolean hidden, boolean loginRequired) {
        this.client = client;
        this.format = format;
        this.hidden = hidden;
        this.loginRequired = loginRequired;
    }

    /** Returns a member that is alone in a room of its own and hidden from everyone. */
    public static Member hidden(Client client) {
        return new Member(client, Format.TEXT, true, false);
    }

    /** Returns a member that is in no room, and has no name that others could use, until it has logged in. */
    public static Member unauthenticated(Client client, Format format) {
        return new Member(client, format, false, true);
    }

    public Client client() {
        return client;
    }

    public Format format() {
        return format;
    }

    /** Whether this is the room the member speaks in. */
    public boolean isActiveIn(RoomName room) {
        return active != null && active.name().equals(room);
    }

    public boolean isHidden() {
        return hidden;
    }

    /** Waits while the client has too many pending tasks. */
    public void acquirePending() throws InterruptedException {
        pendingPermits.acquire();
    }

    public void releasePending() {
        pendingPermits.release();
    }

    boolean present() {
        return nick != null;
    }

    /** Current nick. Called by the chat thread, while the member is in the chat. */
    public Nick nick() {
        return Objects.requireNonNull(nick, "The member is not in the chat");
    }

    /** Whether the member may be in the chat only while it is logged in. */
    public boolean loginRequired() {
        return loginRequired;
    }

    /** Whether the member must still log in before it enters the chat. */
    boolean isUnauthenticated() {
        return loginRequired && account == null;
    }

    /** Account that the member is logged in to; null for a guest. */
    public @Nullable Nick account() {
        return account;
    }

    Room active() {
        return Objects.requireNonNull(active, "The member is not in the chat");
    }

    /** Rooms in the order they were joined, the lobby first. */
    List<Room> rooms() {
        return rooms;
    }

    /**
     * Sets where the member is added at each change of the state to resume from.
     *
     * @param members members whose stored state is outdated; null if no state of this member is stored
     */
    void reportChangesTo(@Nullable Set<Member> members) {
        outdated = members;
        changed();
    }

    /** @param members set to which the member is added at each change of what others see of it */
    public void reportTo(Set<Member> members) {
        changed = members;
    }

    private void changed() {
        if (outdated != null) {
            outdated.add(this);
        }
        changedForLeaders();
    }

    /** Notes a change of something that only another leader must know. */
    void changedForLeaders() {
        if (changed != null) {
            changed.add(this);
        }
    }

    /** Joins a room, or changes the part of its history that the member can read. */
    void join(Room room, Membership membership) {
        var newRooms = new ArrayList<>(rooms);
        var newMemberships = new ArrayList<>(memberships);
        int index = rooms.indexOf(room);
        if (index < 0) {
            newRooms.add(room);
            newMemberships.add(membership);
        } else {
            newMemberships.set(index, membership);
        }
        rooms = List.copyOf(newRooms);
        memberships = List.copyOf(newMemberships);
        changed();
    }

    void leave(Room room) {
        int index = rooms.indexOf(room);
        if (index >= 0) {
            var newRooms = new ArrayList<>(rooms);
            var newMemberships = new ArrayList<>(memberships);
            newRooms.remove(index);
            newMemberships.remove(index);
            rooms = List.copyOf(newRooms);
            memberships = List.copyOf(newMemberships);
            changed();
        }
    }

    /** Whether the member can read a message of a room it is in. */
    boolean canRead(Room room, long message) {
        int index = rooms.indexOf(room);
        return index >= 0 && memberships.get(index).life() < message;
    }

    /** State of the member; empty if the member is not in the chat. Called by the chat thread. */
    public Optional<MemberSnapshot> snapshot() {
        return present() ? Optional.of(state()) : Optional.empty();
    }

    /** Takes the state that the leader has reported; null if the member is no longer in the chat. */
    public void follow(@Nullable MemberSnapshot state) {
        nick = null;
        if (state != null) {
            memberships = state.memberships();
            active = new Room(state.active(), RoomLife.UNKNOWN);
            take(state);
        }
    }

    /**
     * Takes a stored state, whose rooms exist.
     *
     * @param joined finds a room
     */
    void restore(MemberSnapshot state, Function<RoomName, Room> joined) {
        take(state);
        state.memberships().forEach(membership -> {
            Room room = joined.apply(membership.room());
            room.add(this, 0);
            join(room, membership);
        });
        active = joined.apply(state.active());
    }

    private void take(MemberSnapshot state) {
        nick = state.nick();
        account = state.account();
        announced = state.announced();
        format = state.format();
        echo = state.echo();
        keyScope = state.keyScope();
    }

    MemberSnapshot state() {
        return new MemberSnapshot(nick(), account, announced, memberships, active().name(), format, echo, keyScope);
    }

    /**
     * Returns the state for a list of clients; empty if the member is not in the chat. Safe for any thread: a change
     * that is just being applied may be there only in part.
     */
    public Optional<MemberSummary> summary() {
        Nick current = nick;
        return current == null
                ? Optional.empty()
                : Optional.of(new MemberSummary(current, account, announced, memberships, format));
    }

    /** Scope of the member's idempotency keys while it is a guest; 0 until the member has used a key. */
    long keyScope() {
        return keyScope;
    }

    void keyScope(long scope) {
        keyScope = scope;
        changed();
    }

    boolean announced() {
        return announced;
    }

    /** Whether the connection is about to be closed because the service stops. */
    boolean draining() {
        return draining;
    }

    boolean echo() {
        return echo;
    }

    /** Away message; null while the member is not away. */
    @Nullable
    String away() {
        return away;
    }

    /** @param lastId id of the newest event; the member is sent only newer events */
    void arrive(Nick guest, Room lobby, long lastId) {
        nick = guest;
        active = lobby;
        lastWrittenBefore = lastId;
        changed();
    }

    /** @param lastWritten id of the last event that is known to have been written to the member */
    void restorePosition(long lastWritten) {
        lastWrittenBefore = lastWritten;
    }

    /**
     * Returns the id of the last event that is known to have been written to the member.
     *
     * @param written id of the last event that was written to this connection; 0 if none was written
     */
    long lastWritten(long written) {
        return written < caughtUpAt ? lastWrittenBefore : Math.max(written, lastWrittenBefore);
    }

    /** Returns the highest position that was known to be written to the member, which grows until it resumes. */
    long written(long position) {
        writtenBefore = Math.max(writtenBefore, position);
        return writtenBefore;
    }

    /** Marks the member as resumed from a lost connection; the events it missed are not sent yet. */
    void resumed(long lastSeen) {
        lastWrittenBefore = lastSeen;
        writtenBefore = 0;
        caughtUpAt = Long.MAX_VALUE;
        resumeReply = Long.MAX_VALUE;
        resumeUnconfirmed = true;
    }

    /** @param id position in the order of events at which the member has received everything it missed */
    void caughtUp(long id) {
        resumeReply = id;
    }

    /** Whether the member has resumed and sent nothing since: the reply may be lost. */
    boolean isResumeUnconfirmed() {
        return resumeUnconfirmed;
    }

    /** Whether the position of the member moves on; false while the events that it missed may not have arrived. */
    boolean isCaughtUp() {
        return caughtUpAt != Long.MAX_VALUE;
    }

    /** Records that the member has sent something after it resumed. */
    void confirmResume() {
        resumeUnconfirmed = false;
        caughtUpAt = resumeReply;
        changed();
    }

    /** Key of the token that the member resumed with, while the reply may be lost; null otherwise. */
    @Nullable
    String usedTokenKey() {
        return usedTokenKey;
    }

    void usedTokenKey(@Nullable String key) {
        usedTokenKey = key;
        changed();
    }

    void logIn(Nick proved) {
        account = proved;
        changed();
    }

    void logOut() {
        account = null;
        changed();
    }

    void forgetToken() {
        token = null;
        tokenHash = null;
        changed();
    }

    /** Hash of the resume token; null if the member has no token. */
    public @Nullable String tokenHash() {
        return tokenHash;
    }

    /** Resume token; null if the member has no token, or if only the hash of its token is known. */
    @Nullable
    String token() {
        return token;
    }

    void token(@Nullable String given, String hash) {
        token = given;
        tokenHash = hash;
        changed();
    }

    /** State from which the member can be resumed; null while it is connected and if it cannot be resumed. */
    @Nullable
    MemberSnapshot resumableState() {
        return last;
    }

    /** Saves the state to resume from, because the connection is lost or is about to be closed for a while. */
    void saveForResume() {
        last = state();
    }

    /** @param before state of the member before it began to leave */
    void depart(MemberSnapshot before) {
        departed = before;
        nick = null;
        changed();
    }

    /** Current nick, or the one that the member left with. */
    Nick lastNick() {
        return nick == null ? departed().nick() : nick;
    }

    /** Restores a member that has left. */
    void restoreDeparture(MemberSnapshot before, boolean resumable) {
        departed = before;
        last = resumable ? before : null;
    }

    /** State of the member when it left; empty if it has not. */
    Optional<MemberSnapshot> departure() {
        return Optional.ofNullable(departed);
    }

    /** State of the member when it left. */
    MemberSnapshot departed() {
        return Objects.requireNonNull(departed, "still here");
    }

    void announce() {
        announced = true;
        changed();
    }

    void drain() {
        draining = true;
    }

    void rename(Nick newNick) {
        nick = newNick;
        changed();
    }

    void speakIn(Room room) {
        active = room;
        changed();
    }

    void choose(Format newFormat) {
        format = newFormat;
        isFormatChosen = true;
        changed();
    }

    /** Takes the format of a resumed connection, unless this one has chosen its own. */
    void resumeFormat(Format before) {
        format = isFormatChosen ? format : before;
        changed();
    }

    void away(@Nullable String text) {
        away = text;
        changedForLeaders();
    }

    void echo(boolean on) {
        echo = on;
        changed();
    }

    /** Whether the member was asked whether its message was meant as a command. */
    boolean isHinted() {
        return hinted;
    }

    void markHinted() {
        hinted = true;
    }
}
