package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.StatusCode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes the settings and topics of rooms. */
final class RoomUpdates {
    private final EventPublisher publisher;

    RoomUpdates(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /** Changes a list of names, unless the list is too long; returns whether the list was changed. */
    boolean changeNames(Member member, Room room, Set<Nick> names, RoomSettings settings, String what) {
        boolean fits = names.size() <= RoomSettings.MAX_NAMES;
        if (fits) {
            change(member.nick(), room, settings, what);
        } else {
            publisher.refuse(
                    member, StatusCode.BAD_ARGUMENT, "that list is full (" + RoomSettings.MAX_NAMES + " names)");
        }
        return fits;
    }

    /** Changes the settings of a room. Its members get a notice if the room is newly closed to others. */
    void change(Nick by, Room room, @Nullable RoomSettings settings, String what) {
        RoomSettings before = room.settings();
        room.setSettings(settings);
        publisher.publish(
                new ChatEvent.RoomSettingsChanged(publisher.nextStamp(), room.name(), by, what, settings),
                Audience.of(room));
        List<String> closings = settings == null ? List.of() : settings.closings(before);
        if (!closings.isEmpty()) {
            String text = room.name() + " " + String.join(" and ", closings)
                    + " now; people already here stay until they leave";
            publisher.publish(new ChatEvent.RoomNotice(publisher.nextStamp(), room.name(), text), Audience.of(room));
        }
    }

    /** Sets a topic. In an owned room the topic is one of the settings. They are stored, but sent to nobody. */
    void setTopic(Nick by, Room room, String topic) {
        room.topic(topic);
        if (room.settings() != null) {
            var set =
                    new ChatEvent.RoomSettingsChanged(publisher.nextStamp(), room.name(), by, "topic", room.settings());
            publisher.publish(set);
        }
    }
}
