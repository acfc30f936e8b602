package dev.parley.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * Response with server-sent events, as the HTML standard defines them. The response is written by the thread of its
 * request, so a slow client delays only its own response.
 */
public final class SseWriter {
    private static final String TYPE = "text/event-stream";

    private final HttpServletResponse response;
    private final OutputStream output;

    /** Begins the response. */
    public SseWriter(HttpServletResponse response) throws IOException {
        this.response = response;
        response.setContentType(TYPE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        output = response.getOutputStream();
        flush();
    }

    /**
     * Answers a HEAD request immediately, because a streaming answer would never notice the disconnect. Returns whether
     * the request is HEAD.
     */
    public static boolean isOnlyHead(HttpServletRequest request, HttpServletResponse response) {
        boolean isHead = request.getMethod().equals(HttpMethod.HEAD.name());
        if (isHead) {
            response.setContentType(TYPE);
        }
        return isHead;
    }

    public void send(@Nullable String id, String event, String json) throws IOException {
        add(id, event, json);
        flush();
    }

    /** Adds an event to the output, which the next {@link #flush} sends. */
    public void add(@Nullable String id, String event, String json) throws IOException {
        String head = id == null ? "" : "id: " + id + "\n";
        write(head + "event: " + event + "\ndata: " + json + "\n\n");
    }

    /** Sends a comment, which keeps the connection alive. Clients ignore comments. */
    public void comment(String text) throws IOException {
        write(": " + text + "\n\n");
        flush();
    }

    public void flush() throws IOException {
        response.flushBuffer();
    }

    private void write(String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
