package dev.parley.session;

import dev.parley.outbound.Frame;

/** Traffic of one client. Each counter is written by one thread at a time: the reader, the drain, or the tick. */
final class TrafficCounters {
    private volatile long linesIn;
    private volatile long bytesIn;
    private volatile long linesOut;
    private volatile long bytesOut;
    private volatile long lastWritten;
    private volatile float linesInPerSecond;
    // used by the tick only; overflows as the counter grows, but not within an interval
    private int measuredLinesIn;

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

    /** Measures the rate of received lines, since the last call. */
    void measureRate(double seconds) {
        int lines = (int) linesIn;
        linesInPerSecond = (float) ((lines - measuredLinesIn) / seconds);
        measuredLinesIn = lines;
    }

    double linesInPerSecond() {
        return linesInPerSecond;
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
