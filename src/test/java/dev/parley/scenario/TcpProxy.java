package dev.parley.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP proxy before a database: passes what is sent, or holds it, or resets every connection. */
final class TcpProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Object passing = new Object();
    private boolean stalled;
    private volatile boolean down;

    TcpProxy(int port, int target) throws IOException {
        this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections stay, and nothing passes any more, as of a machine that is cut off. */
    void stall() {
        synchronized (passing) {
            stalled = true;
        }
    }

    /** Every connection is reset, and so is each that comes, as of a server that is down. */
    void reset() throws IOException {
        down = true;
        for (Socket socket : sockets) {
            reset(socket);
        }
        sockets.clear();
    }

    void pass() {
        down = false;
        synchronized (passing) {
            stalled = false;
            passing.notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        reset();
        pass();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (down) {
                    reset(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // It is closed, or a client or the target is gone: the next may come.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            reset(client);
            throw e;
        }
        sockets.addAll(List.of(client, server));
        copy(client, server);
        copy(server, client);
    }

    private void copy(Socket from, Socket to) {
        Thread.startVirtualThread(() -> {
            try (from;
                    to) {
                copy(from.getInputStream(), to.getOutputStream());
            } catch (IOException e) {
                // One of the two is gone, and so is the other now.
            }
        });
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] bytes = new byte[8_192];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            awaitPassing();
            out.write(bytes, 0, count);
        }
    }

    private void awaitPassing() throws IOException {
        synchronized (passing) {
            while (stalled) {
                try {
                    passing.wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    private static void reset(Socket socket) throws IOException {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // It had ended by itself.
        }
    }
}
