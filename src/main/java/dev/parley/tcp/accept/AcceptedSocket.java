package dev.parley.tcp.accept;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketImpl;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An accepted socket that releases its connection permits when it is closed. */
public final class AcceptedSocket extends Socket {
    private final ConnectionLimiter limiter;
    private final boolean loginRequired;
    private boolean isCanary;
    private boolean hasPlace;
    private boolean isUnauthenticated;
    private @Nullable InetAddress client;
    private @Nullable InputStream peeked;

    /** @param loginRequired whether its client must log in */
    AcceptedSocket(ConnectionLimiter limiter, boolean loginRequired) throws IOException {
        super((SocketImpl) null);
        this.limiter = limiter;
        this.loginRequired = loginRequired;
    }

    public boolean requiresLogin() {
        return loginRequired && !isCanary;
    }

    public boolean isCanary() {
        return isCanary;
    }

    void markCanary() {
        isCanary = true;
    }

    /** Returns the client's address: the peer's, unless a proxy sent another one. */
    public synchronized InetAddress client() {
        return client == null ? Objects.requireNonNull(getInetAddress(), "not accepted yet") : client;
    }

    /** Takes a permit for a client whose address may not be known yet, or returns why there is no permit. */
    Optional<RejectReason> acquire() {
        Optional<RejectReason> refusal = limiter.acquire();
        synchronized (this) {
            hasPlace = refusal.isEmpty();
        }
        return refusal;
    }

    /**
     * Counts the permit for the client's address. If the address is refused, releases the permit and returns the
     * reason.
     */
    public synchronized Optional<RejectReason> acquireFor(InetAddress address) {
        Optional<RejectReason> refusal = limiter.acquireFor(address, loginRequired);
        if (refusal.isEmpty()) {
            client = address;
            isUnauthenticated = loginRequired;
        }
        if (refusal.isPresent() || isClosed()) {
            release();
        }
        return refusal;
    }

    /** Returns the line for a client that is refused. */
    public byte[] rejection(RejectReason why, InetAddress address, ListenerSettings listener) {
        return limiter.line(why, address, listener);
    }

    /**
     * Waits for the next byte of the input, which stays there. Called by the connection's own reader, once.
     *
     * @return -1 at the end of the input
     */
    public int peek() throws IOException {
        var input = new PushbackInputStream(super.getInputStream());
        int next = input.read();
        if (next >= 0) {
            input.unread(next);
        }
        peeked = input;
        return next;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return peeked == null ? super.getInputStream() : peeked;
    }

    /** Records that the client has logged in. */
    public synchronized void authenticated() {
        if (isUnauthenticated) {
            isUnauthenticated = false;
            limiter.authenticated(client());
        }
    }

    /** Bans the client's address for a while. */
    public void ban() {
        limiter.ban(client());
    }

    @Override
    public void close() throws IOException {
        super.close();
        release();
    }

    private synchronized void release() {
        authenticated();
        if (hasPlace) {
            hasPlace = false;
            limiter.release(client);
        }
    }
}
