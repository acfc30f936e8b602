package dev.parley.session;

import dev.parley.chat.Event;
import dev.parley.chat.Format;
import dev.parley.chat.Member;
import dev.parley.protocol.LineEncoder;
import org.jspecify.annotations.Nullable;

/** One event's frames, each made when the first hearer needs it: one for each way the event is told in. */
final class EventFrames {
    private static final Frame NOT_TOLD = new Frame(new byte[0], 0, 0);
    private static final Format[] FORMATS = Format.values();

    private final Event event;
    private final @Nullable Frame[] made = new @Nullable Frame[2 * FORMATS.length];

    private int bytes;

    EventFrames(Event event) {
        this.event = event;
    }

    /** The way the member hears it now: by its format, and whether it is in the room the member is active in. */
    byte way(Member member) {
        boolean isActive = event instanceof Event.InRoom inRoom && member.isActiveIn(inRoom.room());
        return (byte) (2 * member.format().ordinal() + (isActive ? 1 : 0));
    }

    /** Null where the hearer's format does not tell such an event. */
    @Nullable
    Frame frame(byte way, boolean saved) {
        Frame frame = made[way];
        if (frame == null) {
            frame = encode(FORMATS[way / 2], way % 2 == 1, saved);
            made[way] = frame;
        }
        return frame == NOT_TOLD ? null : frame;
    }

    /** The bytes made so far: no hearer's queue has grown by more. */
    int bytes() {
        return bytes;
    }

    private Frame encode(Format format, boolean isActive, boolean saved) {
        byte[] line = LineEncoder.encode(event, format, isActive, saved);
        if (line == null) {
            return NOT_TOLD;
        }
        bytes += line.length;
        return new Frame(line, 1, event.stamp().arrivedNanos(), event.stamp().id());
    }
}
