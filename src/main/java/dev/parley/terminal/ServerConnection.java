package dev.parley.terminal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Connection to a server, by lines. One thread reads; any thread may send and close. */
final class ServerConnection implements Conversation.Server, AutoCloseable {
    /** Silence after which the status counts the lines without an answer. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    /** Silences after which the server is asked for a sign of life; after twice as many the connection is lost. */
    private static final int SILENCES_BEFORE_PING = 6;

    /** Longest line; a longer one closes the connection. The longest answers, such as of {@code /rooms}, are shorter. */
    private static final int MAX_LINE_BYTES = 1 << 20;

    /** First byte of a TLS alert (RFC 8446, section 5.1), the answer of a TLS port to anything else. */
    private static final byte TLS_ALERT = 21;

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    ServerConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) SILENCE.toMillis());
        input = new BufferedInputStream(socket.getInputStream());
        output = socket.getOutputStream();
    }

    @Override
    public synchronized void send(String text) throws IOException {
        output.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    /**
     * Returns the next line; null at the end.
     *
     * @param whenSilent called after each silence
     * @throws UsageException if the server expects TLS or HTTP
     */
    @Nullable
    ServerLine read(Runnable whenSilent) throws IOException {
        int silences = 0;
        while (true) {
            try {
                int read = input.read();
                if (read < 0) {
                    checkNoTls();
                    return null;
                }
                silences = 0;
                if (read == '\n') {
                    return take();
                }
                if (line.size() >= MAX_LINE_BYTES) {
                    throw new IOException("the server sent a line of more than " + MAX_LINE_BYTES + " bytes");
                }
                line.write(read);
            } catch (SocketTimeoutException e) {
                silences++;
                if (silences == 2 * SILENCES_BEFORE_PING) {
                    throw new IOException("the server does not answer", e);
                }
                if (silences == SILENCES_BEFORE_PING) {
                    send("/ping " + Conversation.SIGN_OF_LIFE);
                }
                whenSilent.run();
            }
        }
    }

    private void checkNoTls() {
        byte[] bytes = line.toByteArray();
        if (bytes.length > 0 && bytes[0] == TLS_ALERT) {
            throw new UsageException("the server expects TLS at this port; use --tls");
        }
    }

    private ServerLine take() {
        checkNoTls();
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.startsWith("HTTP/")) {
            throw new UsageException("this port is for HTTP; the chat of Parley has another one, 12345 by default");
        }
        return ServerLine.parse(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to close.
        }
    }
}
