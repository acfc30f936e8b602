package dev.parley.codec;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Format;
import dev.parley.protocol.Reply;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Encodes events and replies as the bytes to send, including the end of the line. */
public final class LineEncoder {
    private LineEncoder() {}

    /**
     * Encodes an event.
     *
     * @param active whether the event is in the active room of its recipient
     * @param saved whether the event is stored, and known by its id
     * @return null if the format has no line for the event
     */
    public static byte @Nullable [] encode(ChatEvent event, Format format, boolean active, boolean saved) {
        return switch (format) {
            case TEXT -> line(TextEncoder.of(event, active));
            case BARE -> line(BareEncoder.of(event));
            case JSON -> JsonEncoder.of(event, saved);
        };
    }

    /**
     * Encodes a reply.
     *
     * @param saved whether the event that the reply is about is stored, if there is one
     * @return null if the format has no line for the reply
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
