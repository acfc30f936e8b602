package dev.parley.outbound;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One or more encoded lines, as they go to the socket. Recipients share a frame, because its bytes never change.
 *
 * @param lines number of lines in the bytes
 * @param arrivedNanos {@link System#nanoTime} when the input that caused the first line had been read
 * @param id of the last event in the frame; 0 if there is no event in it
 * @param parts smaller frames with the same bytes, for a client that reads slowly; empty if the frame is not divided
 */
public record Frame(byte[] bytes, int lines, long arrivedNanos, long id, List<Frame> parts) {
    /** Creates a frame that is not divided. */
    public Frame(byte[] bytes, int lines, long arrivedNanos, long id) {
        this(bytes, lines, arrivedNanos, id, List.of());
    }

    /** Creates the frame of a reply, which has no id. */
    public Frame(byte[] bytes, int lines, long arrivedNanos) {
        this(bytes, lines, arrivedNanos, 0);
    }

    /** Marks the end of a queue. Everything is written, and the connection is to be finished. */
    public static final Frame END = new Frame(new byte[0], 0, 0);

    /**
     * Returns the reply to a client of another protocol. It begins like an IRC server's error, because most such
     * clients speak IRC.
     *
     * @param name of the other protocol
     */
    public static Frame wrongProtocol(String name, long now) {
        String line = "ERROR :This is a Parley chat, not " + name
                + ": it takes lines of UTF-8 text, such as those of nc or telnet, and nothing was published\n";
        return new Frame(line.getBytes(StandardCharsets.UTF_8), 1, now);
    }

    /** Returns the frame divided into parts of at most this many bytes. A line that is longer is a part of its own. */
    public Frame divided(int maxBytes) {
        return bytes.length <= maxBytes ? this : new Frame(bytes, lines, arrivedNanos, id, split(maxBytes));
    }

    private List<Frame> split(int maxBytes) {
        List<Frame> split = new ArrayList<>();
        int start = 0;
        int end = 0;
        int partLines = 0;
        while (end < bytes.length) {
            int next = lineEnd(end);
            if (next - start > maxBytes && end > start) {
                split.add(part(start, end, partLines));
                start = end;
                partLines = 0;
            }
            end = next;
            partLines++;
        }
        split.add(part(start, end, partLines));
        return split;
    }

    private int lineEnd(int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return Math.min(bytes.length, at + 1);
    }

    /** Returns one part. Only the last part has the id, because an event counts as written when its whole line is. */
    private Frame part(int from, int to, int partLines) {
        return new Frame(Arrays.copyOfRange(bytes, from, to), partLines, arrivedNanos, to == bytes.length ? id : 0);
    }

    /** Joins frames into one frame that has them as its parts. */
    public static Frame of(Frame[] frames) {
        Frame all = joined(frames, frames.length);
        return frames.length == 1 ? all : new Frame(all.bytes, all.lines, all.arrivedNanos, all.id, List.of(frames));
    }

    public Frame followedBy(Frame next) {
        return joined(new Frame[] {this, next}, 2);
    }

    /** Joins the first {@code count} frames into one. It has the arrival time of the first frame. */
    public static Frame joined(Frame[] frames, int count) {
        if (count == 1) {
            return frames[0];
        }
        int lines = 0;
        int length = 0;
        long lastId = 0;
        for (int i = 0; i < count; i++) {
            lines += frames[i].lines;
            length += frames[i].bytes.length;
            lastId = Math.max(lastId, frames[i].id);
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(frames[i].bytes, 0, bytes, at, frames[i].bytes.length);
            at += frames[i].bytes.length;
        }
        return new Frame(bytes, lines, frames[0].arrivedNanos, lastId);
    }
}
