package dev.parley.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What is found again in whatever a server puts around a line: {@code ~T}, the sender in 4 hex digits and the time it
 * was said in 16.
 */
final class MessageMark {
    static final int LENGTH = 22;

    private static final int SENDER_AT = 2;
    private static final int SENDER_DIGITS = 4;
    private static final int TIME_AT = SENDER_AT + SENDER_DIGITS;
    private static final int TIME_DIGITS = 16;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private MessageMark() {}

    /** A line of so many bytes to say, its time to be set. */
    static String payload(int sender, int bytes) {
        return "~T%04x%016x".formatted(sender, 0) + "x".repeat(Math.max(0, bytes - LENGTH));
    }

    static int find(byte[] message) {
        return new String(message, StandardCharsets.US_ASCII).indexOf("~T");
    }

    static void setTime(byte[] message, int mark, long nanos) {
        for (int i = 0; i < TIME_DIGITS; i++) {
            message[mark + TIME_AT + i] = DIGITS[(int) (nanos >>> 60 - 4 * i) & 15];
        }
    }

    /** Where the next mark begins, whole or not; the limit where there is none. */
    static int next(ByteBuffer bytes, int from) {
        int limit = bytes.limit();
        for (int i = from; i < limit; i++) {
            if (bytes.get(i) == '~' && (i + 1 == limit || bytes.get(i + 1) == 'T')) {
                return i;
            }
        }
        return limit;
    }

    static int sender(ByteBuffer bytes, int mark) {
        return (int) number(bytes, mark + SENDER_AT, SENDER_DIGITS);
    }

    static long time(ByteBuffer bytes, int mark) {
        return number(bytes, mark + TIME_AT, TIME_DIGITS);
    }

    private static long number(ByteBuffer bytes, int from, int digits) {
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = bytes.get(i);
            value = value << 4 | (digit <= '9' ? digit - '0' : digit - 'a' + 10);
        }
        return value;
    }
}
