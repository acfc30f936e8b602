package dev.parley.outbound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Frames queued for one client's socket, bounded in bytes.
 *
 * <pre>
 *   OPEN ──end──▶ ENDING ──take finds nothing──▶ CLOSED        while OPEN or ENDING:
 *     └──────discard──────┴────────discard─────────▲           IDLE ──offer, end──▶ DRAINING
 *                                                               ▲──written, and nothing waits──┘
 * </pre>
 *
 * <ol>
 *   <li>{@link #offer} MUST NOT block and MUST NOT reorder. Any thread may call it. Its callers are the chat thread
 *       and, for telnet replies, the reader.
 *   <li>A caller that gets {@link Offer#DRAIN}, or true from {@link #end}, MUST start exactly one drain.
 *   <li>A drain repeats {@link #take}, a write and {@link #written} until a result or a failed write ends it. There is
 *       never a second drain.
 *   <li>Taken frames count as queued until they are written.
 *   <li>{@link #end} accepts one last frame, and later offers are refused. {@link #endDropping} first drops the waiting
 *       frames; a frame that a drain has taken is still written as a whole.
 *   <li>After {@link #discard} nothing is left and nothing is accepted; a drain under way ends at its next step.
 * </ol>
 */
public final class OutboundQueue {
    /** Most bytes that a take should join for a client that reads quickly. */
    public static final int MAX_BATCH_BYTES = 64 * 1024;

    private static final Frame[] EMPTY = {};
    private static final int MIN_CAPACITY = 4;

    public enum Offer {
        /** A drain is under way and will take the frame. */
        QUEUED,
        /** Like {@link #QUEUED}, but more than a quarter of the capacity is used. */
        BEHIND,
        /** The caller must start a drain. */
        DRAIN,
        /** The queue has no room for the frame, which was dropped; the client's output is no longer complete. */
        FULL,
        /** The queue is ending or closed. */
        REFUSED;

        public boolean isAccepted() {
            return this == QUEUED || this == BEHIND || this == DRAIN;
        }
    }

    private enum Stage {
        OPEN,
        ENDING,
        CLOSED
    }

    /** Content of the queue, including the bytes being written. */
    public record Fill(int lines, int bytes, long oldestArrivedNanos) {
        static final Fill NONE = new Fill(0, 0, 0);
    }

    private int capacity;
    private Stage stage = Stage.OPEN;
    private boolean draining;
    private Frame[] frames = EMPTY;
    private int size;
    private int lines;
    private int bytes;
    private int writingLines;
    private int writingBytes;
    private long writingArrivedNanos;

    /** @param capacity most bytes in the queue, including those being written */
    public OutboundQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Changes the capacity. Queued frames stay, even if they exceed the new capacity. */
    public synchronized void limit(int newCapacity) {
        capacity = newCapacity;
    }

    public synchronized Offer offer(Frame frame) {
        if (stage != Stage.OPEN) {
            return Offer.REFUSED;
        }
        if (bytes + frame.bytes().length > capacity) {
            return Offer.FULL;
        }
        add(frame);
        if (startWriting()) {
            return Offer.DRAIN;
        }
        return bytes > capacity / 4 ? Offer.BEHIND : Offer.QUEUED;
    }

    /**
     * Ends the queue. Accepts the last frame, if there is one, whatever its size. Returns whether a drain must be
     * started.
     */
    public synchronized boolean end(@Nullable Frame last) {
        if (stage != Stage.OPEN) {
            return false;
        }
        stage = Stage.ENDING;
        if (last != null) {
            add(last);
        }
        return startWriting();
    }

    /**
     * Ends the queue and drops the waiting frames. Accepts the last frame, if there is one, whatever its size. Returns
     * whether a drain must be started.
     *
     * @param refusedLines number of lines for which the queue had no room
     * @param last creates the last frame, given the number of lines that were dropped or refused
     */
    public synchronized boolean endDropping(int refusedLines, IntFunction<@Nullable Frame> last) {
        if (stage != Stage.OPEN) {
            return false;
        }
        int dropped = lines - writingLines + refusedLines;
        drop();
        return end(last.apply(dropped));
    }

    /**
     * Takes the queued frames, joined up to a number of bytes. A larger frame is taken in its parts, or alone if it has
     * no parts. Returns {@link Frame#END} exactly once, when the queue is ending and empty, but never after a discard.
     * The drain is over when the result is {@link Frame#END} or null.
     */
    public @Nullable Frame take(int maxBytes) {
        Frame[] taken;
        int count;
        synchronized (this) {
            if (size == 0) {
                boolean isLast = stage == Stage.ENDING;
                stage = isLast ? Stage.CLOSED : stage;
                return isLast ? Frame.END : null;
            }
            if (frames[0].bytes().length > maxBytes && !frames[0].parts().isEmpty()) {
                divideFirst(frames[0].parts());
            }
            taken = frames;
            count = takeFrames(maxBytes);
        }
        return Frame.joined(taken, count);
    }

    /** Records that the taken frames are written; returns whether the drain continues. */
    public synchronized boolean written() {
        lines -= writingLines;
        bytes -= writingBytes;
        writingLines = 0;
        writingBytes = 0;
        draining = size > 0 || stage == Stage.ENDING;
        return draining;
    }

    public synchronized void discard() {
        stage = Stage.CLOSED;
        drop();
    }

    /** Whether every accepted frame was written. False once the queue is ending, as frames may have been dropped. */
    public synchronized boolean isAllWritten() {
        return stage == Stage.OPEN && bytes == 0;
    }

    public synchronized int bytes() {
        return bytes;
    }

    public synchronized Fill fill() {
        if (bytes == 0) {
            return Fill.NONE;
        }
        long oldest = writingBytes > 0 ? writingArrivedNanos : frames[0].arrivedNanos();
        return new Fill(lines, bytes, oldest);
    }

    private void drop() {
        frames = EMPTY;
        size = 0;
        lines = writingLines;
        bytes = writingBytes;
    }

    private void add(Frame frame) {
        if (size == frames.length) {
            frames = Arrays.copyOf(frames, Math.max(MIN_CAPACITY, size * 2));
        }
        frames[size++] = frame;
        lines += frame.lines();
        bytes += frame.bytes().length;
    }

    private boolean startWriting() {
        boolean idle = !draining;
        draining = true;
        return idle;
    }

    private void divideFirst(List<Frame> parts) {
        List<Frame> divided = new ArrayList<>(parts);
        divided.addAll(Arrays.asList(frames).subList(1, size));
        frames = divided.toArray(EMPTY);
        size = frames.length;
    }

    private int takeFrames(int maxBytes) {
        int count = 1;
        writingLines = frames[0].lines();
        writingBytes = frames[0].bytes().length;
        writingArrivedNanos = frames[0].arrivedNanos();
        while (count < size && writingBytes + frames[count].bytes().length <= maxBytes) {
            writingLines += frames[count].lines();
            writingBytes += frames[count++].bytes().length;
        }
        frames = count == size ? EMPTY : Arrays.copyOfRange(frames, count, size);
        size -= count;
        return count;
    }
}
