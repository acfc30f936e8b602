package dev.parley.tcp.line;

import dev.parley.session.Input;
import dev.parley.session.InputListener;
import dev.parley.time.MonotonicClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Input of a connection, read one buffer at a time and returned as {@link Input}s. The last of them is the end of
 * input.
 */
public final class LineStream {
    private final Socket socket;
    private final LineFramer framer;
    private final InputListener listener;
    private int timeout = LineFramer.FOREVER;
    private boolean unfinished;
    private boolean ended;
    private boolean endTaken;

    public LineStream(Socket socket, int longestLine, InputListener listener) {
        this.socket = socket;
        this.framer = new LineFramer(longestLine, MonotonicClock.SYSTEM);
        this.listener = listener;
    }

    /** Waits for the next input; null after the end of input was taken. */
    public @Nullable Input next() throws IOException {
        while (!ended) {
            Input input = framer.next();
            if (input == null) {
                prepareToWait();
                try {
                    input = received(framer.read(socket.getInputStream()));
                } catch (SocketTimeoutException e) {
                    input = framer.silent();
                }
            }
            if (input != null) {
                if (!(input instanceof Input.AreYouThere)) {
                    finishLine();
                }
                return input;
            }
        }
        if (endTaken) {
            return null;
        }
        endTaken = true;
        return new Input.EndOfInput();
    }

    private void finishLine() {
        if (unfinished) {
            unfinished = false;
            listener.lineFinished();
        }
    }

    private void prepareToWait() throws IOException {
        if (framer.hasBegun()) {
            unfinished = true;
            listener.lineBegun();
        } else if (!framer.hasUnfinished()) {
            finishLine();
        }
        if (framer.needsHint()) {
            listener.askForNewline();
        }
        int silence = framer.silence();
        if (silence != timeout) {
            socket.setSoTimeout(silence);
            timeout = silence;
        }
    }

    /** Reports a read. Returns a line that the end of input has ended, if there is one. */
    private @Nullable Input received(int count) throws IOException {
        if (count < 0) {
            ended = true;
            return framer.endOfInput();
        }
        try {
            listener.bytesRead(count);
            return telnetInput();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the reader is to stop");
        }
    }

    /** Reports the replies to a negotiation. Returns the client's question whether the server is there, if it asked. */
    private @Nullable Input telnetInput() {
        byte[] replies = framer.telnet().takeReplies();
        if (replies.length > 0) {
            listener.negotiated(replies);
        }
        return framer.telnet().takeAreYouThere() ? new Input.AreYouThere() : null;
    }
}
