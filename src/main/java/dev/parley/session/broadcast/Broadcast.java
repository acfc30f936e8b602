package dev.parley.session.broadcast;

import dev.parley.chat.Member;
import dev.parley.codec.LineEncoder;
import dev.parley.outbound.Frame;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Format;
import dev.parley.session.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to its recipients, or several consecutive events to the same recipients. Each variant (a format,
 * for members active in the room or elsewhere) is encoded as one frame when the first recipient needs it.
 */
final class Broadcast implements PendingOutput {
    /** Bytes for the names, times and ids of a message in any format, with a margin. */
    private static final int BESIDES_TEXT = 400;

    private static final int MAX_BYTES_PER_CHAR = 3;
    private static final Frame NOT_ENCODED = new Frame(new byte[0], 0, 0);
    private static final Format[] FORMATS = Format.values();

    private final List<ChatEvent> events = new ArrayList<>(1);
    private final boolean isPresence;
    private final @Nullable Frame[] frames = new @Nullable Frame[2 * FORMATS.length];
    private final Session[] recipients;
    private final byte[] frameIndexes;
    private int count;
    private int maxEncodedBytes;
    private int bytes;

    Broadcast(ChatEvent event, int maxRecipients) {
        events.add(event);
        isPresence = event instanceof ChatEvent.PresenceEvent;
        recipients = new Session[maxRecipients];
        frameIndexes = new byte[maxRecipients];
        maxEncodedBytes = event instanceof ChatEvent.InRoom said
                ? BESIDES_TEXT + MAX_BYTES_PER_CHAR * said.text().length()
                : 0;
    }

    /** Adds a recipient with its present format, unless the recipient does not follow events of this kind. */
    void add(Session session, Member member) {
        if (!isPresence || session.followsPresence()) {
            recipients[count] = session;
            frameIndexes[count++] = frameIndex(events.getFirst(), member);
        }
    }

    /**
     * Merges the next broadcast into this one, if both have the same recipients with the same variants.
     *
     * @param maxBytes most bytes of a merged frame
     */
    boolean tryMerge(Broadcast next, int maxBytes) {
        boolean isTaken = isMessage()
                && next.isMessage()
                && maxEncodedBytes + next.maxEncodedBytes <= maxBytes
                && Arrays.equals(frameIndexes, 0, count, next.frameIndexes, 0, next.count)
                && Arrays.equals(recipients, 0, count, next.recipients, 0, next.count);
        if (isTaken) {
            events.addAll(next.events);
            maxEncodedBytes += next.maxEncodedBytes;
        }
        return isTaken;
    }

    /** Whether the only recipient is a hidden member. */
    boolean isHidden() {
        return events.getFirst() instanceof ChatEvent.InRoom said && said.isHidden();
    }

    /** Number of events. */
    int events() {
        return events.size();
    }

    /** Number of recipients. */
    int recipients() {
        return count;
    }

    Session recipient(int index) {
        return recipients[index];
    }

    /** Returns the frame for this recipient; null if the recipient's format has no line for the event. */
    @Nullable
    Frame frame(int index, boolean saved) {
        byte way = frameIndexes[index];
        Frame frame = frames[way];
        if (frame == null) {
            frame = encode(FORMATS[way / 2], way % 2 == 1, saved);
            frames[way] = frame;
        }
        return frame == NOT_ENCODED ? null : frame;
    }

    /** Bytes encoded so far. No recipient's queue has grown by more. */
    int bytes() {
        return bytes;
    }

    private boolean isMessage() {
        return events.getFirst() instanceof ChatEvent.InRoom;
    }

    /**
     * Returns the variant of a recipient: the member's format, and whether the event is in the member's active room.
     */
    private static byte frameIndex(ChatEvent event, Member member) {
        boolean isActive = event instanceof ChatEvent.InRoom said && member.isActiveIn(said.room());
        return (byte) (2 * member.format().ordinal() + (isActive ? 1 : 0));
    }

    /** Encodes the events. Messages have a line in every format. */
    private Frame encode(Format format, boolean isActive, boolean saved) {
        Frame[] frames = new Frame[events.size()];
        for (int i = 0; i < frames.length; i++) {
            ChatEvent event = events.get(i);
            byte[] line = LineEncoder.encode(event, format, isActive, saved);
            if (line == null) {
                return NOT_ENCODED;
            }
            bytes += line.length;
            frames[i] = new Frame(
                    line, 1, event.stamp().arrivedNanos(), event.stamp().id());
        }
        return Frame.of(frames);
    }
}
