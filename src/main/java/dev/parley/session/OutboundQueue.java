package dev.parley.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines that wait for one client's socket, bounded in bytes.
 *
 * <pre>
 *   OPEN ──end──▶ ENDING ──take finds nothing──▶ CLOSED        while OPEN or ENDING:
 *     └──────discard──────┴────────discard─────────▲           IDLE ──offer, end──▶ DRAINING
 *                                                               ▲──take finds nothing──┘
 * </pre>
 *
 * <ol>
 *   <li>{@link #offer} MUST NOT block and MUST NOT reorder. Any thread may call it; the chat thread does.
 *   <li>Whoever is answered {@link Offer#DRAIN}, or true by {@link #end}, MUST start one drain, once.
 *   <li>A drain calls {@link #take} until it is over, writing between the calls. There is never a second drain.
 *   <li>What was taken counts as queued until the next {@link #take}: until its write has returned.
 *   <li>After {@link #end} one last frame has been accepted, and later offers are refused.
 *   <li>After {@link #discard} nothing is left and nothing is accepted; a drain under way ends at its next take.
 * </ol>
 */
final class OutboundQueue {
    /** The most bytes one take joins, but for a single frame that is larger. */
    static final int LARGEST_BATCH = 64 * 1024;

    private static final Frame[] EMPTY = {};
    private static final int SMALLEST = 4;

    enum Offer {
        /** A drain is under way and will take it. */
        QUEUED,
        /** So it will, and more than a quarter of the capacity waits. */
        BEHIND,
        /** The caller must start a drain. */
        DRAIN,
        /** There is no room for it; it was dropped, and with it the promise that nothing is missing. */
        FULL,
        /** The queue is ending or closed. */
        REFUSED;

        boolean isAccepted() {
            return this == QUEUED || this == BEHIND || this == DRAIN;
        }
    }

    private enum Stage {
        OPEN,
        ENDING,
        CLOSED
    }

    /**
     * What a drain writes at once.
     *
     * @param lastId of the last event in it; 0 where there is none
     */
    record Batch(byte[] bytes, int lines, long oldestArrivedNanos, long lastId) {
        /** Everything is written and nothing will follow: the connection is to be finished. */
        static final Batch END = new Batch(new byte[0], 0, 0, 0);
    }

    /** What waits, the bytes being written included. */
    record Fill(int lines, int bytes, long oldestArrivedNanos) {
        static final Fill NONE = new Fill(0, 0, 0);
    }

    private int capacity;
    private Stage stage = Stage.OPEN;
    private boolean draining;
    private Frame[] frames = EMPTY;
    private int size;
    private int lines;
    private int bytes;
    private Fill writing = Fill.NONE;

    /** @param capacity the most bytes that may wait, those being written included */
    OutboundQueue(int capacity) {
        this.capacity = capacity;
    }

    /** From now on at most so many bytes may wait; what waits already stays. */
    synchronized void limit(int newCapacity) {
        capacity = newCapacity;
    }

    synchronized Offer offer(Frame frame) {
        if (stage != Stage.OPEN) {
            return Offer.REFUSED;
        }
        if (bytes + frame.bytes().length > capacity) {
            return Offer.FULL;
        }
        add(frame);
        if (startDraining()) {
            return Offer.DRAIN;
        }
        return bytes > capacity / 4 ? Offer.BEHIND : Offer.QUEUED;
    }

    /** Accepts the last frame, if there is one, whatever its size. Returns whether a drain must be started. */
    synchronized boolean end(@Nullable Frame last) {
        if (stage != Stage.OPEN) {
            return false;
        }
        stage = Stage.ENDING;
        if (last != null) {
            add(last);
        }
        return startDraining();
    }

    /**
     * Everything that waits, joined. The drain is over when this is null, or {@link Batch#END}, which is answered once,
     * and never after a discard.
     */
    @Nullable
    Batch take() {
        Frame[] taken;
        synchronized (this) {
            taken = takeFrames();
            if (taken.length == 0) {
                boolean isLast = stage == Stage.ENDING;
                stage = isLast ? Stage.CLOSED : stage;
                return isLast ? Batch.END : null;
            }
        }
        return join(taken);
    }

    synchronized void discard() {
        stage = Stage.CLOSED;
        frames = EMPTY;
        size = 0;
        lines = writing.lines();
        bytes = writing.bytes();
    }

    synchronized int bytes() {
        return bytes;
    }

    synchronized Fill fill() {
        if (lines == 0) {
            return Fill.NONE;
        }
        long oldest = writing.lines() > 0 ? writing.oldestArrivedNanos() : frames[0].arrivedNanos();
        return new Fill(lines, bytes, oldest);
    }

    private void add(Frame frame) {
        if (size == frames.length) {
            frames = Arrays.copyOf(frames, Math.max(SMALLEST, size * 2));
        }
        frames[size++] = frame;
        lines += frame.lines();
        bytes += frame.bytes().length;
    }

    private boolean startDraining() {
        boolean idle = !draining;
        draining = true;
        return idle;
    }

    private Frame[] takeFrames() {
        lines -= writing.lines();
        bytes -= writing.bytes();
        if (size == 0) {
            writing = Fill.NONE;
            draining = false;
            return EMPTY;
        }
        int count = 1;
        int takenLines = frames[0].lines();
        int takenBytes = frames[0].bytes().length;
        while (count < size && takenBytes + frames[count].bytes().length <= LARGEST_BATCH) {
            takenLines += frames[count].lines();
            takenBytes += frames[count++].bytes().length;
        }
        Frame[] taken = Arrays.copyOf(frames, count);
        frames = count == size ? EMPTY : Arrays.copyOfRange(frames, count, size);
        size -= count;
        writing = new Fill(takenLines, takenBytes, taken[0].arrivedNanos());
        return taken;
    }

    private static Batch join(Frame[] frames) {
        int lines = 0;
        int length = 0;
        long lastId = 0;
        for (Frame frame : frames) {
            lines += frame.lines();
            length += frame.bytes().length;
            lastId = Math.max(lastId, frame.id());
        }
        long oldest = frames[0].arrivedNanos();
        if (frames.length == 1) {
            return new Batch(frames[0].bytes(), lines, oldest, lastId);
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (Frame frame : frames) {
            System.arraycopy(frame.bytes(), 0, joined, at, frame.bytes().length);
            at += frame.bytes().length;
        }
        return new Batch(joined, lines, oldest, lastId);
    }
}
