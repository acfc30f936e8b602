package dev.parley.session;

import dev.parley.outbound.Frame;

/** Traffic of one client. Each counter is written by one thread at a time: the reader, or the drain. */
final class TrafficCounters {
    private volatile long linesIn;
    private volatile long bytesIn;
    private volatile long linesOut;
    private volatile long bytesOut;
    private volatile long lastWritten;

    void read(int bytes) {
        bytesIn += bytes;
    }

    void received() {
        linesIn++;
    }

    void written(Frame frame) {
        linesOut += frame.lines();
        bytesOut += frame.bytes().length;
        lastWritten = Math.max(lastWritten, frame.id());
    }

    long linesIn() {
        return linesIn;
    }

    long bytesIn() {
        return bytesIn;
    }

    long linesOut() {
        return linesOut;
    }

    long bytesOut() {
        return bytesOut;
    }

    /** Id of the last event that was written; 0 if none was written. */
    long lastWritten() {
        return lastWritten;
    }
}
