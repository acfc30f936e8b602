package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Sha256;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Recently sent messages by their idempotency keys, so that a client can safely send a message again. Belongs to the
 * chat thread.
 */
final class MessageDeduplicator {
    /** Most remembered keys; one more is refused, because forgetting a key early would break the guarantee. */
    static final int MAX_KEYS = 200_000;

    private static final class Said {
        private final Stamp stamp;
        private final RoomName room;
        private final Nick from;
        private final byte[] textHash;
        private final long untilNanos;
        private boolean isStored = true;

        Said(ChatEvent.Said said, long untilNanos) {
            this.stamp = said.stamp();
            this.room = said.room();
            this.from = said.from();
            this.textHash = Sha256.of(said.text());
            this.untilNanos = untilNanos;
        }
    }

    private final EventClock eventClock;

    /** Messages by key, the oldest first. */
    private final LinkedHashMap<String, Said> byKey = new LinkedHashMap<>();

    /** Messages that may not be stored yet. */
    private final List<Said> uncommitted = new ArrayList<>();

    MessageDeduplicator(EventClock eventClock) {
        this.eventClock = eventClock;
    }

    /**
     * Qualifies a key by its scope, which is the account, or a guest's connection with the connections that resume it.
     */
    String key(Member member, String key) {
        Nick account = member.account();
        return account == null ? guestScope(member) + " " + key : ChatEvent.Said.keyScope(account) + key;
    }

    private long guestScope(Member member) {
        if (member.keyScope() == 0) {
            member.keyScope(eventClock.next().id());
        }
        return member.keyScope();
    }

    /** Forgets the messages of a deleted account, because somebody else may register its name. */
    void forget(Nick account) {
        String scope = ChatEvent.Said.keyScope(account);
        byKey.keySet().removeIf(key -> key.startsWith(scope));
    }

    /** @param stored messages from before the start, the oldest first */
    void restore(Collection<ChatEvent.Said> stored) {
        for (ChatEvent.Said said : stored) {
            remember(said, eventClock.nanosAt(said.stamp().at().plus(ChatLimits.KEY_LIFETIME)));
        }
        uncommitted.clear();
    }

    boolean isFull() {
        while (!byKey.isEmpty() && isOver(byKey.firstEntry().getValue())) {
            byKey.pollFirstEntry();
        }
        return byKey.size() >= MAX_KEYS;
    }

    private boolean isOver(Said said) {
        return said.untilNanos - eventClock.arrivedNanos() <= 0;
    }

    void remember(ChatEvent.Said said) {
        remember(said, eventClock.arrivedNanos() + ChatLimits.KEY_LIFETIME.toNanos());
    }

    private void remember(ChatEvent.Said said, long untilNanos) {
        String key = said.key();
        if (key != null) {
            var remembered = new Said(said, untilNanos);
            byKey.putLast(key, remembered);
            uncommitted.add(remembered);
        }
    }

    /** Reports whether the messages remembered since the last call are stored. */
    void stored(boolean saved) {
        uncommitted.forEach(said -> said.isStored = saved);
        uncommitted.clear();
    }

    /**
     * Returns the reply to a message whose key was already used. Empty if the key was not used, or was used in an
     * earlier room of the same name.
     */
    Optional<Reply> repeated(String key, Room in, String text) {
        RoomName room = in.name();
        return Optional.ofNullable(byKey.get(key))
                .filter(said -> !isOver(said))
                .filter(said ->
                        !said.room.equals(room) || said.stamp.id() > in.life().opened())
                .map(said -> said.room.equals(room) && Arrays.equals(said.textHash, Sha256.of(text))
                        ? new Reply.Duplicate(new ChatEvent.Said(said.stamp, room, said.from, text), said.isStored)
                        : new Reply.Rejected(
                                StatusCode.BAD_ARGUMENT, "this key was already used for a different message"));
    }
}
