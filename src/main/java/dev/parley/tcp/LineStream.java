package dev.parley.tcp;

import dev.parley.session.Input;
import dev.parley.session.InputListener;
import dev.parley.session.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;

/**
 * A connection's input stream, read a buffer at a time and taken as {@link Input}s. Ends in two steps: the end of input
 * is an input itself, and only when all that was asked for has been answered does the stream end for its reader, which
 * then closes the connection.
 */
final class LineStream extends InputStream {
    private final Socket socket;
    private final LineFramer framer;
    private final InputListener listener;
    private final Runnable awaitAnswers;
    private int timeout = LineFramer.FOREVER;
    private boolean unfinished;
    private boolean ended;
    private boolean endTaken;

    /** @param awaitAnswers returns when the connection has written all it had to */
    LineStream(Socket socket, int longestLine, InputListener listener, Runnable awaitAnswers) {
        this.socket = socket;
        this.framer = new LineFramer(longestLine, Time.SYSTEM);
        this.listener = listener;
        this.awaitAnswers = awaitAnswers;
    }

    Input next() throws IOException {
        while (!ended) {
            Input input = framer.next();
            if (input == null) {
                input = waitForMore();
            }
            if (input != null) {
                if (!(input instanceof Input.AreYouThere)) {
                    finishLine();
                }
                return input;
            }
        }
        if (endTaken) {
            awaitAnswers.run();
            throw new SoftEndOfStreamException("the client sends no more");
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

    @Override
    public int read() {
        throw new UnsupportedOperationException("lines are taken by next()");
    }

    /** Waits for more. Returns a line if silence or the end of input has ended one. */
    private @Nullable Input waitForMore() throws IOException {
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
        try {
            int count = framer.read(socket.getInputStream());
            if (count >= 0) {
                listener.bytesRead(count);
                return telnetInput();
            }
            ended = true;
            return framer.endOfInput();
        } catch (SocketTimeoutException e) {
            return framer.silent();
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
