package dev.parley.session;

import dev.parley.chat.Event;
import dev.parley.chat.Format;
import dev.parley.chat.Member;
import dev.parley.protocol.LineEncoder;
import org.jspecify.annotations.Nullable;

/** One event's frames, each made when the first hearer needs it. */
final class EventFrames {
    private static final Frame NOT_TOLD = new Frame(new byte[0], 0, 0);

    private final Event event;
    private final @Nullable Frame[] elsewhere = new @Nullable Frame[Format.values().length];
    private final @Nullable Frame[] active = new @Nullable Frame[Format.values().length];

    private int bytes;

    EventFrames(Event event) {
        this.event = event;
    }

    /** Null where the hearer's format does not tell such an event. */
    @Nullable
    Frame forHearer(Member member) {
        boolean isActive = event instanceof Event.InRoom inRoom && member.isActiveIn(inRoom.room());
        int format = member.format().ordinal();
        @Nullable Frame[] made = isActive ? active : elsewhere;
        Frame frame = made[format];
        if (frame == null) {
            frame = encode(member.format(), isActive);
            made[format] = frame;
        }
        return frame == NOT_TOLD ? null : frame;
    }

    /** The bytes made so far: no hearer's queue has grown by more. */
    int bytes() {
        return bytes;
    }

    private Frame encode(Format format, boolean isActive) {
        byte[] line = LineEncoder.encode(event, format, isActive);
        if (line == null) {
            return NOT_TOLD;
        }
        bytes += line.length;
        return new Frame(line, 1, event.stamp().arrivedNanos());
    }
}
