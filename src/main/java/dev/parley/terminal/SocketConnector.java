package dev.parley.terminal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Opens TCP or TLS connections. A certificate that the trusted authorities do not vouch for is compared with the one
 * that the user has accepted for this server. If there is none yet, the user is asked; a different one is refused.
 */
final class SocketConnector implements Connector {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Options options;
    private final KnownCertificates known;
    private final CertificateQuestion question;

    /** Asks the user whether to trust a certificate from now on. */
    interface CertificateQuestion {
        /** @param problem why the certificate is not trusted, such as "has expired" */
        TrustAnswer ask(ServerAddress server, X509Certificate certificate, String problem, String fingerprint);
    }

    /** Answer to the question whether to trust a certificate. */
    enum TrustAnswer {
        YES,
        NO,
        /** There is nobody to ask. */
        NOT_ASKED
    }

    SocketConnector(Options options, KnownCertificates known, CertificateQuestion question) {
        this.options = options;
        this.known = known;
        this.question = question;
    }

    @Override
    public ServerConnection connect() throws IOException {
        return new ServerConnection(options.tls() ? tls() : tcp());
    }

    private Socket tcp() throws IOException {
        IOException failure = new UnknownHostException(options.server().host());
        for (InetAddress address : addresses()) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, options.server().port()), (int) TIMEOUT.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw new IOException("cannot connect to " + options.server() + ": " + failure.getMessage(), failure);
    }

    private InetAddress[] addresses() throws IOException {
        try {
            return InetAddress.getAllByName(options.server().host());
        } catch (UnknownHostException e) {
            throw new IOException("there is no host " + options.server().host(), e);
        }
    }

    private Socket tls() throws IOException {
        try {
            var verifier = new CertificateVerifier(Authorities.trustManager(options.ca()));
            try {
                return handshake(verifier);
            } catch (SSLException | SocketTimeoutException e) {
                X509Certificate certificate = verifier.rejected();
                if (certificate == null) {
                    throw new IOException(
                            "no TLS with " + options.server() + ", whose port may be the one without TLS: "
                                    + e.getMessage(),
                            e);
                }
                check(certificate, verifier.reason());
                verifier.accept(certificate);
                return handshake(verifier);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS is not possible: " + e.getMessage(), e);
        }
    }

    private void check(X509Certificate certificate, String problem) throws IOException, GeneralSecurityException {
        ServerAddress server = options.server();
        String fingerprint = Fingerprint.of(certificate);
        String accepted = known.fingerprint(server).orElse(null);
        if (fingerprint.equals(accepted)) {
            return;
        }
        if (accepted != null) {
            throw new UntrustedServerException("The certificate of " + server + " has changed.\n"
                    + "Somebody may read along, so nothing was sent.\n"
                    + Fingerprint.inTwoLines("  accepted before: ", accepted) + "\n"
                    + Fingerprint.inTwoLines("  now:             ", fingerprint) + "\n"
                    + "If the operator confirms the new one, remove the line of " + server + " from\n"
                    + known.file());
        }
        switch (question.ask(server, certificate, problem, fingerprint)) {
            case YES -> known.add(server, fingerprint);
            case NO -> throw new UntrustedServerException("The certificate is not trusted, so nothing was sent.");
            case NOT_ASKED ->
                throw new UntrustedServerException("The certificate of " + server + " " + problem + ": SHA-256 "
                        + fingerprint + "\nAccept it once in a terminal, or name its authority with --ca.");
        }
    }

    private Socket handshake(CertificateVerifier verifier) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {verifier}, null);
        Socket plain = tcp();
        try {
            plain.setSoTimeout((int) TIMEOUT.toMillis());
            ServerAddress server = options.server();
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, server.host(), server.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }
}
