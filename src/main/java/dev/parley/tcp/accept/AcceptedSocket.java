package dev.parley.tcp.accept;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketImpl;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A socket that knows whom it is for, and gives back what it took of the permits when it is closed, by whomever. */
public final class AcceptedSocket extends Socket {
    private final ConnectionLimiter limiter;
    private final boolean loginRequired;
    private boolean isCanary;
    private boolean hasPlace;
    private boolean isUnauthenticated;
    private @Nullable InetAddress client;

    /** @param loginRequired whether its client is a stranger until it logs in */
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

    /** The client's address: the peer's, unless a proxy told another. */
    public synchronized InetAddress client() {
        return client == null ? Objects.requireNonNull(getInetAddress(), "not accepted yet") : client;
    }

    /** Takes a place for a client that may not be known yet; or says why there is none. */
    Optional<RejectReason> acquire() {
        Optional<RejectReason> refusal = limiter.acquire();
        synchronized (this) {
            hasPlace = refusal.isEmpty();
        }
        return refusal;
    }

    /** Counts the place for its client; or says why that client may not have it, and gives it back. */
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

    /** The client is no stranger any more. */
    public synchronized void authenticated() {
        if (isUnauthenticated) {
            isUnauthenticated = false;
            limiter.authenticated(client());
        }
    }

    /** Nobody is to come again from where this client comes. */
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
