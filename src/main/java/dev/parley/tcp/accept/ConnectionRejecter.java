package dev.parley.tcp.accept;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends rejected clients the reason, and closes their connections. Closing before the client's input was read would
 * reset the connection and may lose the line. The input is therefore read and dropped, for at most 2 s and for at most
 * 64 clients at a time. For any further client, the line is sent without waiting.
 */
public final class ConnectionRejecter {
    private static final Logger log = LoggerFactory.getLogger(ConnectionRejecter.class);
    private static final long MAX_LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Semaphore lingering = new Semaphore(64);

    void refuse(Socket socket, byte[] line) {
        send(socket, line);
        Thread.startVirtualThread(() -> linger(socket));
    }

    /** Sends one line and closes, on the connection's own thread. */
    public void endWith(byte[] line, Socket socket) {
        send(socket, line);
        linger(socket);
    }

    private static void send(Socket socket, byte[] line) {
        try {
            socket.getOutputStream().write(line);
            socket.shutdownOutput();
        } catch (IOException e) {
            log.debug("{} disconnected before its last line was sent: {}", socket.getInetAddress(), e.getMessage());
        }
    }

    private void linger(Socket socket) {
        if (lingering.tryAcquire()) {
            dropInput(socket);
            lingering.release();
        }
        close(socket);
    }

    private static void dropInput(Socket socket) {
        long deadline = System.nanoTime() + MAX_LINGER_NANOS;
        byte[] dropped = new byte[512];
        try {
            for (long left = MAX_LINGER_NANOS; left > 0; left = deadline - System.nanoTime()) {
                socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(left) + 1);
                if (socket.getInputStream().read(dropped) < 0) {
                    break;
                }
            }
        } catch (IOException e) {
            log.debug("{} did not end its input: {}", socket.getInetAddress(), e.getMessage());
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("Could not close {}: {}", socket.getInetAddress(), e.getMessage());
        }
    }
}
