package dev.parley.chat;

import dev.parley.chat.port.Client;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** One connection's place in the chat. Everything but {@link #pendingPermits} belongs to the chat thread. */
public final class Member {
    /** The most entries of one client that wait in the sequence; then its reader waits. */
    static final int MAX_PENDING = 64;

    final Semaphore pendingPermits = new Semaphore(MAX_PENDING);

    private final Client client;
    private final boolean hidden;
    private final boolean loginRequired;
    private final Map<Room, Membership> rooms = LinkedHashMap.newLinkedHashMap(2);
    private @Nullable Nick nick;
    private @Nullable Nick account;
    private @Nullable Room active;
    private Format format;
    private @Nullable String away;
    private boolean announced;
    private boolean draining;
    private boolean echo = true;
    private long lastWrittenBefore;
    private long caughtUpAt;
    private long keyScope;
    private @Nullable String token;
    private @Nullable MemberSnapshot last;
    private @Nullable MemberSnapshot departed;

    public Member(Client client, Format format) {
        this(client, format, false, false);
    }

    private Member(Client client, Format format, boolean hidden, boolean loginRequired) {
        this.client = client;
        this.format = format;
        this.hidden = hidden;
        this.loginRequired = loginRequired;
    }

    /** One that is alone in a room of its own, and of whom nobody is told. */
    public static Member hidden(Client client) {
        return new Member(client, Format.TEXT, true, false);
    }

    /** One that is in no room, and has no name that others could use, until it has logged in. */
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

    boolean present() {
        return nick != null;
    }

    /** Asked by the chat thread, of one who is there. */
    public Nick nick() {
        return Objects.requireNonNull(nick, "not in the chat");
    }

    /** Whether it is here by its login only. */
    boolean loginRequired() {
        return loginRequired;
    }

    /** Whether it must log in before it is here. */
    boolean isUnauthenticated() {
        return loginRequired && account == null;
    }

    /** The registered name it has proved; null for a guest. */
    public @Nullable Nick account() {
        return account;
    }

    Room active() {
        return Objects.requireNonNull(active, "not in the chat");
    }

    /** In the order they were joined, the lobby first. */
    Set<Room> rooms() {
        return rooms.keySet();
    }

    /** Joins a room, or changes what it can read there. */
    void join(Room room, Membership membership) {
        rooms.put(room, membership);
    }

    /** Whether it can read a message of a room it is in. */
    boolean canRead(Room room, long message) {
        Membership membership = rooms.get(room);
        return membership != null && membership.life() < message;
    }

    MemberSnapshot state() {
        return new MemberSnapshot(
                nick(), account, announced, List.copyOf(rooms.values()), active().name(), format, keyScope);
    }

    /** Number that the keys of its messages belong to while it is a guest; 0 until it has used one. */
    long keyScope() {
        return keyScope;
    }

    void keyScope(long scope) {
        keyScope = scope;
    }

    boolean announced() {
        return announced;
    }

    /** Whether its connection is about to be ended as the service stops. */
    boolean draining() {
        return draining;
    }

    boolean echo() {
        return echo;
    }

    /** Why nobody reads what it is told; null where somebody may. */
    @Nullable
    String away() {
        return away;
    }

    /** @param lastId the id of the newest event: what it hears is newer */
    void arrive(Nick guest, Room lobby, long lastId) {
        nick = guest;
        active = lobby;
        lastWrittenBefore = lastId;
    }

    /**
     * The id of the last event that it is known to have been sent.
     *
     * @param written the id of the last that was written to this connection; 0 when none was
     */
    long lastWritten(long written) {
        return written < caughtUpAt ? lastWrittenBefore : Math.max(written, lastWrittenBefore);
    }

    /** It goes on where another connection was lost, and has yet to be told what it missed. */
    void resumed(long heard) {
        lastWrittenBefore = heard;
        caughtUpAt = Long.MAX_VALUE;
    }

    /** @param id of what tells it */
    void caughtUp(long id) {
        caughtUpAt = id;
    }

    void logIn(Nick proved) {
        account = proved;
    }

    void logOut() {
        account = null;
    }

    void forgetToken() {
        token = null;
    }

    /** What it can be resumed with; null where it cannot. */
    @Nullable
    String token() {
        return token;
    }

    void token(String given) {
        token = given;
    }

    /** How it was when its connection was lost; null while it is not, and where it ended otherwise. */
    @Nullable
    MemberSnapshot resumableState() {
        return last;
    }

    /** Its connection is lost, or is to be ended only for a while. */
    void saveForResume() {
        last = state();
    }

    /** @param before how it was when it began to go */
    void depart(MemberSnapshot before) {
        departed = before;
        nick = null;
    }

    /** How it was when it went. */
    MemberSnapshot departed() {
        return Objects.requireNonNull(departed, "still here");
    }

    void announce() {
        announced = true;
    }

    void drain() {
        draining = true;
    }

    void rename(Nick newNick) {
        nick = newNick;
    }

    void speakIn(Room room) {
        active = room;
    }

    void choose(Format newFormat) {
        format = newFormat;
    }

    void away(@Nullable String text) {
        away = text;
    }

    void echo(boolean on) {
        echo = on;
    }
}
