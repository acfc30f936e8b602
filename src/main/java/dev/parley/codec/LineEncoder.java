package dev.parley.codec;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Format;
import dev.parley.protocol.Reply;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Encodes what a member is told as the bytes to send, the line's end included. */
public final class LineEncoder {
    private LineEncoder() {}

    /**
     * @param active whether the event is in the room its hearer is active in
     * @param saved whether the event is stored, and known by its id
     * @return null where the format does not tell such an event
     */
    public static byte @Nullable [] encode(ChatEvent event, Format format, boolean active, boolean saved) {
        return switch (format) {
            case TEXT -> line(TextEncoder.of(event, active));
            case BARE -> line(BareEncoder.of(event));
            case JSON -> JsonEncoder.of(event, saved);
        };
    }

    /**
     * @param saved whether the event it is about is stored, if it is about one
     * @return null where the format does not tell such an answer
     */
    public static byte @Nullable [] encode(Reply reply, Format format, boolean saved) {
        return switch (format) {
            case TEXT -> line(TextEncoder.of(reply));
            case BARE -> line(BareEncoder.of(reply));
            case JSON -> JsonEncoder.of(reply, saved);
        };
    }

    private static byte @Nullable [] line(@Nullable String line) {
        return line == null ? null : (line + '\n').getBytes(StandardCharsets.UTF_8);
    }
}
