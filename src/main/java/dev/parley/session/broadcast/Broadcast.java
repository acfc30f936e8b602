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
 * An event on its way to its hearers, or several that the same hearers are told one after another: these are one frame
 * for each way they are told in, made when the first hearer needs it.
 */
final class Broadcast implements PendingOutput {
    /** Names, times and ids of what is said, in any format, and then some. */
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

    /** Adds a recipient, in the way it is to be sent the event now, unless it does not follow events of this kind. */
    void add(Session session, Member member) {
        if (!isPresence || session.followsPresence()) {
            recipients[count] = session;
            frameIndexes[count++] = frameIndex(events.getFirst(), member);
        }
    }

    /**
     * Takes what the next one tells, if both are said to the same hearers in the same ways.
     *
     * @param maxBytes more are not told as one frame
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

    /** Whether only a hidden member hears it. */
    boolean isHidden() {
        return events.getFirst() instanceof ChatEvent.InRoom said && said.isHidden();
    }

    /** How many events it is. */
    int events() {
        return events.size();
    }

    /** How many hear it. */
    int recipients() {
        return count;
    }

    Session recipient(int index) {
        return recipients[index];
    }

    /** What this hearer is told; null where its format does not tell such an event. */
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

    /** The bytes made so far: no hearer's queue has grown by more. */
    int bytes() {
        return bytes;
    }

    private boolean isMessage() {
        return events.getFirst() instanceof ChatEvent.InRoom;
    }

    /** By the member's format, and whether it is in the room the member is active in. */
    private static byte frameIndex(ChatEvent event, Member member) {
        boolean isActive = event instanceof ChatEvent.InRoom said && member.isActiveIn(said.room());
        return (byte) (2 * member.format().ordinal() + (isActive ? 1 : 0));
    }

    /** What is said is told in every format. */
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
        return Frame.joined(frames, frames.length);
    }
}
