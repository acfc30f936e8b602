package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomDetails;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomPatch;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.TextSanitizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out the actions of server operators in rooms, whether or not the operators own the rooms. */
final class RoomAdministration {
    private final Rooms rooms;
    private final RoomUpdates updates;
    private final Presence presence;
    private final EventPublisher publisher;

    RoomAdministration(Rooms rooms, RoomUpdates updates, Presence presence, EventPublisher publisher) {
        this.rooms = rooms;
        this.updates = updates;
        this.presence = presence;
        this.publisher = publisher;
    }

    Optional<RoomDetails> details(RoomName name) {
        return rooms.find(name.value()).map(Room::details);
    }

    /** See {@link ChatQuery.ChangeRoom}. */
    Optional<ChatQuery.ChangedRoom> change(RoomName name, RoomPatch patch) {
        return rooms.find(name.value()).map(room -> {
            RoomDetails before = room.details();
            if (patch.hasSettings()) {
                RoomSettings settings = room.settings() == null ? settings(room.topic()) : room.settings();
                updates.change(Nick.OPERATOR, room, patch.applied(settings), patch.description());
            }
            if (patch.topic() != null) {
                setTopic(room, TextSanitizer.clean(patch.topic()).strip());
            }
            return new ChatQuery.ChangedRoom(before, room.details());
        });
    }

    private static RoomSettings settings(@Nullable String topic) {
        RoomSettings settings = RoomSettings.of(Nick.OPERATOR);
        return topic == null ? settings : settings.withTopic(topic);
    }

    private void setTopic(Room room, String text) {
        updates.setTopic(Nick.OPERATOR, room, text);
        var set = new ChatEvent.TopicSet(publisher.nextStamp(), room.name(), Nick.OPERATOR, text);
        publisher.publish(set, Audience.of(room));
    }

    /** See {@link ChatQuery.CloseRoom}. The closed room has no owner, and anyone can create it anew. */
    Optional<ChatQuery.ClosedRoom> close(RoomName name, String reason) {
        return rooms.find(name.value()).map(room -> {
            RoomDetails before = room.details();
            List<Member> listeners = List.copyOf(room.listeners());
            if (room.settings() != null) {
                updates.change(Nick.OPERATOR, room, null, "no owner");
            }
            var notice = new Reply.Notice(name + " was closed: " + reason);
            listeners.forEach(member -> {
                publisher.answer(member, notice);
                presence.expel(member, room);
            });
            rooms.end(room);
            return new ChatQuery.ClosedRoom(before, listeners.size());
        });
    }
}
