package dev.parley.terminal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** SHA-256 fingerprint of a certificate, as {@code openssl x509 -fingerprint -sha256} prints it. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(X509Certificate certificate) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    }

    /** Returns a fingerprint that fits into 80 columns. */
    static String inTwoLines(String label, String fingerprint) {
        int half = (fingerprint.length() + 1) / 2;
        return label + fingerprint.substring(0, half) + "\n" + " ".repeat(label.length()) + fingerprint.substring(half);
    }
}
