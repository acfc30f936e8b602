package dev.parley.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client on a real socket that counts what it sends and receives. */
final class CountingChatClient implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    int linesSent;
    int bytesSent;
    int linesReceived;
    int bytesReceived;

    CountingChatClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Sends a line of text. */
    CountingChatClient send(String line) throws IOException {
        return send((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes that are one line, its end included. */
    CountingChatClient send(byte[] line) throws IOException {
        socket.getOutputStream().write(line);
        linesSent++;
        bytesSent += line.length;
        return this;
    }

    /** Reads up to the line that holds this. */
    CountingChatClient hear(String part) throws IOException {
        String line = next();
        while (line != null && !line.contains(part)) {
            line = next();
        }
        if (line == null) {
            throw new AssertionError("The connection ended before: " + part);
        }
        return this;
    }

    void hearTheEnd() throws IOException {
        while (next() != null) {}
    }

    void endInput() throws IOException {
        socket.shutdownOutput();
        hearTheEnd();
        close();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String next() throws IOException {
        String line = in.readLine();
        if (line != null) {
            linesReceived++;
            bytesReceived += line.getBytes(StandardCharsets.UTF_8).length + 1;
        }
        return line;
    }
}
