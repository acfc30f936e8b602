package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A plain TCP client, as nc or a script would be. Reads wait for at most half a minute. */
final class TcpClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    TcpClient(int port) throws IOException {
        this(port, new Socket());
    }

    /** @param socket not yet connected; a test may have set what it needs */
    TcpClient(int port, Socket socket) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), socket);
    }

    TcpClient(InetSocketAddress address, Socket socket) throws IOException {
        this.socket = socket;
        socket.connect(address);
        socket.setSoTimeout((int) RunningChat.PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        if (socket instanceof SSLSocket secured) {
            secured.startHandshake();
        }
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    TcpClient send(String line) throws IOException {
        return write(line + "\n");
    }

    TcpClient write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    TcpClient write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends one urgent byte. */
    TcpClient writeUrgent(int b) throws IOException {
        socket.sendUrgentData(b);
        return this;
    }

    /** The bytes of the next line without its end; null when the server has ended the stream. */
    byte @Nullable [] bytes() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                assertThat(line.toString(StandardCharsets.UTF_8))
                        .as("unfinished line")
                        .isEmpty();
                return null;
            }
            line.write(b);
        }
        return line.toByteArray();
    }

    @Nullable
    String line() throws IOException {
        byte[] line = bytes();
        return line == null ? null : new String(line, StandardCharsets.UTF_8);
    }

    /** What one {@code recv(1024)} returns. */
    String receive() throws IOException {
        byte[] bytes = new byte[1024];
        int count = in.read(bytes);
        return new String(Arrays.copyOf(bytes, Math.max(count, 0)), StandardCharsets.UTF_8);
    }

    TcpClient hears(String... lines) throws IOException {
        for (String line : lines) {
            assertThat(line()).isEqualTo(line);
        }
        return this;
    }

    /** Hears one line that matches the pattern. */
    TcpClient hearsLike(String pattern) throws IOException {
        assertThat(line()).matches(pattern);
        return this;
    }

    /** Hears nothing more up to now: the next line is the answer to a ping. */
    TcpClient hearsNothingElse() throws IOException {
        return send("/ping nothing-else").hears("*** pong nothing-else");
    }

    /** The server ends the stream, without a reset. */
    void hearsTheEnd() throws IOException {
        assertThat(line()).as("end of stream").isNull();
    }

    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends with RST instead of FIN. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
