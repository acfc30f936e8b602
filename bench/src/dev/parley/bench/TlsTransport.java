package dev.parley.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The same over TLS 1.3. Trusts everyone: it measures. */
final class TlsTransport implements ClientTransport {
    private static final SSLContext TRUSTING = trusting();

    /** No more than one read brings fits into what lines are looked for in. */
    private final ByteBuffer received = ByteBuffer.allocateDirect(64 * 1024);

    private final ByteBuffer sent = ByteBuffer.allocateDirect(32 * 1024);
    private final SocketChannel channel;
    private final SSLEngine engine = TRUSTING.createSSLEngine();

    /** @param channel connected, and still blocking: the handshake is waited for */
    TlsTransport(SocketChannel channel) throws IOException {
        this.channel = channel;
        engine.setUseClientMode(true);
        engine.beginHandshake();
        var nothing = ByteBuffer.allocate(0);
        var none = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        for (var next = engine.getHandshakeStatus(); isHandshake(next); next = engine.getHandshakeStatus()) {
            switch (next) {
                case NEED_WRAP -> write(nothing);
                case NEED_TASK -> engine.getDelegatedTask().run();
                default -> {
                    if (unwrap(none) == Status.BUFFER_UNDERFLOW && channel.read(received) < 0) {
                        throw new EOFException("the server ended the handshake");
                    }
                }
            }
        }
    }

    private static boolean isHandshake(HandshakeStatus status) {
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int before = into.position();
        int count = channel.read(received);
        while (unwrap(into) == Status.OK && received.position() > 0) {}
        return count < 0 ? -1 : into.position() - before;
    }

    private Status unwrap(ByteBuffer into) throws IOException {
        received.flip();
        try {
            return engine.unwrap(received, into).getStatus();
        } finally {
            received.compact();
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        do {
            sent.clear();
            engine.wrap(bytes, sent);
            sent.flip();
            while (sent.hasRemaining()) {
                channel.write(sent);
            }
        } while (bytes.hasRemaining());
    }

    private static SSLContext trusting() {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new Everyone()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Everyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String algorithm) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
