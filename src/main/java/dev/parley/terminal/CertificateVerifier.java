package dev.parley.terminal;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Verifies certificates and their host name by trusted authorities, or by the certificate that the user accepted. */
final class CertificateVerifier extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;
    private @Nullable X509Certificate rejected;
    private @Nullable X509Certificate accepted;
    private String reason = "";

    CertificateVerifier(X509ExtendedTrustManager authorities) {
        this.authorities = authorities;
    }

    void accept(X509Certificate certificate) {
        accepted = certificate;
    }

    /** Returns the certificate that was rejected last; null if that was not the reason of a failure. */
    @Nullable
    X509Certificate rejected() {
        return rejected;
    }

    /** Returns why the last certificate was rejected, to follow the name of the certificate. */
    String reason() {
        return reason;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (chain[0].equals(accepted)) {
            return;
        }
        rejected = chain[0];
        reason = reason(chain, type);
        authorities.checkServerTrusted(chain, type, socket);
        rejected = null;
    }

    /** Returns the reason of a rejection, which Java's own message does not say in words for users. */
    private String reason(X509Certificate[] chain, String type) {
        try {
            chain[0].checkValidity();
            authorities.checkServerTrusted(chain, type);
            return "is for another host name";
        } catch (CertificateExpiredException e) {
            return "has expired";
        } catch (CertificateNotYetValidException e) {
            return "is not valid yet";
        } catch (CertificateException e) {
            return "is not signed by an authority that you trust";
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("no connection to verify");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("no socket to verify");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("not a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
