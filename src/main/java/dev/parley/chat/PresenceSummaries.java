package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Stamp;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Broadcasts of joins, leaves and renames: each by itself in a small room, one summary per second in a large one, where
 * the number of lines would grow with the square of the number of members. Only the broadcast is summarized: every
 * event is stored, and all but those that follow from a rename are observed.
 */
final class PresenceSummaries {
    /** Most names in a summary, which gives the number of changes to other names. */
    private static final int MAX_NAMES = 20;

    private final int maxListeners;
    private final EventPublisher publisher;

    /** Changes that have not been sent yet, of each large room. */
    private final Map<Room, Changes> pending = new LinkedHashMap<>();

    /** @param maxListeners most listeners of a room in which each change is sent by itself */
    PresenceSummaries(int maxListeners, EventPublisher publisher) {
        this.maxListeners = maxListeners;
        this.publisher = publisher;
    }

    /** Publishes a change and broadcasts it to a room, now or with the next summary. */
    void publish(ChatEvent.PresenceChange change, Room room, @Nullable Member except) {
        if (isLarge(room)) {
            publisher.publish(change);
            count(room, change);
        } else {
            sendPending(room, change.stamp());
            publisher.publish(change, Audience.of(room).without(except));
        }
    }

    /** Broadcasts a change that follows from a rename, which is published by itself. */
    void publishUnobserved(ChatEvent.PresenceChange change, Room room, Member except) {
        if (isLarge(room)) {
            publisher.publishUnobserved(change, Audience.NONE);
            count(room, change);
        } else {
            sendPending(room, change.stamp());
            publisher.publishUnobserved(change, Audience.of(room).without(except));
        }
    }

    private void sendPending(Room room, Stamp stamp) {
        Changes earlier = pending.remove(room);
        if (earlier != null) {
            send(room, earlier, stamp);
        }
    }

    /**
     * Publishes the new nick of a member, which is in the lobby like everyone. In a large lobby it is part of the
     * summary; people in a small room with the member get it now.
     */
    void publishRename(ChatEvent.Renamed renamed, Room lobby, Member member) {
        if (isLarge(lobby)) {
            List<Member> near = member.rooms().stream()
                    .filter(room -> !isLarge(room))
                    .flatMap(room -> room.listeners().stream())
                    .distinct()
                    .toList();
            publisher.publish(renamed, Audience.of(near).without(member));
            count(lobby, renamed);
        } else {
            publish(renamed, lobby, member);
        }
    }

    private boolean isLarge(Room room) {
        return room.listeners().size() > maxListeners;
    }

    private void count(Room room, ChatEvent.PresenceChange change) {
        pending.computeIfAbsent(room, absent -> new Changes()).add(change);
    }

    /** Sends the summaries of all rooms; returns their number. Called every second. */
    int send() {
        int count = pending.size();
        pending.forEach((room, changes) -> send(room, changes, publisher.nextStamp()));
        pending.clear();
        return count;
    }

    private void send(Room room, Changes changes, Stamp stamp) {
        publisher.publish(changes.summary(stamp, room), Audience.of(room));
    }

    private static final class Changes {
        private final Set<Nick> names = new LinkedHashSet<>();
        private int joined;
        private int left;
        private int renamed;
        private int unlisted;

        void add(ChatEvent.PresenceChange change) {
            switch (change) {
                case ChatEvent.Joined event -> {
                    joined++;
                    list(event.from());
                }
                case ChatEvent.Left event -> {
                    left++;
                    list(event.from());
                }
                case ChatEvent.Renamed event -> {
                    renamed++;
                    list(event.to());
                }
            }
        }

        private void list(Nick nick) {
            if (names.size() < MAX_NAMES) {
                names.add(nick);
            } else if (!names.contains(nick)) {
                unlisted++;
            }
        }

        ChatEvent.PresenceSummary summary(Stamp stamp, Room room) {
            return new ChatEvent.PresenceSummary(
                    stamp, room.name(), joined, left, renamed, List.copyOf(names), unlisted, room.members());
        }
    }
}
