package dev.parley.event;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends one HTTP request on a connection of its own. Java's client looks a name up again when it connects, which may then be
 * another address than the one that was checked; this one connects to that very address. Redirects are not followed.
 */
final class Post {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})(?: .*)?");
    private static final int FINAL = 200;

    /** Bytes before the status of an answer; with more it is none. */
    private static final int LONGEST_HEAD = 16_384;

    private final Addresses addresses;
    private final SSLSocketFactory tls;

    Post(Addresses addresses, SSLSocketFactory tls) {
        this.addresses = addresses;
        this.tls = tls;
    }

    /** @throws IOException when it cannot be sent there, which its message tells people */
    void check(URI url, Duration longest) throws IOException, InterruptedException {
        addresses.of(destination(url).host(), longest);
    }

    /**
     * @return the status of the answer
     * @throws IOException when there is none in time; its message is for people
     */
    int send(URI url, Map<String, String> headers, String body, Duration timeout)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Destination to = destination(url);
        byte[] request = request(to, headers, body.getBytes(StandardCharsets.UTF_8));
        try (Socket socket = connect(addresses.of(to.host(), left(deadline)), to.port(), deadline)) {
            Thread watch = Thread.startVirtualThread(() -> closeAt(deadline, socket));
            try {
                return exchange(to.isTls() ? secured(socket, to) : socket, request);
            } catch (IOException e) {
                throw System.nanoTime() - deadline < 0 ? e : late();
            } finally {
                watch.interrupt();
            }
        }
    }

    private static Destination destination(URI url) throws IOException {
        try {
            return Destination.of(url);
        } catch (Destination.Unusable e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static byte[] request(Destination to, Map<String, String> headers, byte[] body) {
        var head = new StringBuilder("POST " + to.target() + " HTTP/1.1\r\nHost: " + to.authority() + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
        byte[] first = head.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }

    /** To the first that takes the connection; of several, none may take all the time there is. */
    private static Socket connect(List<InetAddress> found, int port, long deadline) throws IOException {
        IOException last = late();
        for (int i = 0; i < found.size(); i++) {
            var socket = new Socket();
            try {
                long millis = left(deadline).toMillis() / (found.size() - i);
                socket.connect(new InetSocketAddress(found.get(i), port), (int) Math.max(1, millis));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private Socket secured(Socket socket, Destination to) throws IOException {
        var secured = (SSLSocket) tls.createSocket(socket, to.host(), to.port(), false);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static int exchange(Socket socket, byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        var answer = new BufferedInputStream(socket.getInputStream());
        int read = 0;
        while (read < LONGEST_HEAD) {
            String line = line(answer, LONGEST_HEAD - read);
            read += line.length() + 1;
            Matcher status = STATUS_LINE.matcher(line);
            if (status.matches() && Integer.parseInt(status.group(1)) >= FINAL) {
                return Integer.parseInt(status.group(1));
            }
        }
        throw new IOException("the answer is not HTTP");
    }

    private static String line(InputStream answer, int longest) throws IOException {
        var line = new StringBuilder();
        for (int next = answer.read(); next != '\n'; next = answer.read()) {
            if (next < 0 || line.length() >= longest) {
                throw new IOException(next < 0 ? "there was no answer" : "the answer is not HTTP");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private static void closeAt(long deadline, Socket socket) {
        try {
            TimeUnit.NANOSECONDS.sleep(deadline - System.nanoTime());
            socket.close();
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt(); // it was answered, or is closed
        }
    }

    /** At least a moment: to nothing left, zero would be for ever. */
    private static Duration left(long deadline) throws SocketTimeoutException {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
            throw late();
        }
        return Duration.ofNanos(nanos);
    }

    private static SocketTimeoutException late() {
        return new SocketTimeoutException("there was no answer in time");
    }
}
