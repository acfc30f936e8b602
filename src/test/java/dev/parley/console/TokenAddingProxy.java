package dev.parley.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Reverse proxy that has authenticated its user, and adds a token to each request. */
final class TokenAddingProxy implements AutoCloseable {
    private final ServerSocket socket;
    private final int target;
    private final String token;

    TokenAddingProxy(int target, String token) throws IOException {
        this.target = target;
        this.token = token;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> pass(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Passes one request and its answer; the added headers end the connection after it. */
    private void pass(Socket client) {
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            var request = new BufferedInputStream(client.getInputStream());
            String first = line(request);
            String added = first + "\nAuthorization: Bearer " + token + "\r\nConnection: close\r\n";
            server.getOutputStream().write(added.getBytes(ISO_8859_1));
            Thread.ofVirtual().start(() -> copy(request, server));
            copy(server.getInputStream(), client);
        } catch (IOException e) {
            // One of the two has closed its connection.
        }
    }

    private static String line(InputStream input) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int read = input.read(); read >= 0 && read != '\n'; read = input.read()) {
            line.write(read);
        }
        return line.toString(ISO_8859_1);
    }

    private static void copy(InputStream from, Socket to) {
        byte[] bytes = new byte[8192];
        try {
            OutputStream output = to.getOutputStream();
            for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
                output.write(bytes, 0, count);
            }
        } catch (IOException e) {
            // One of the two has closed its connection.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
