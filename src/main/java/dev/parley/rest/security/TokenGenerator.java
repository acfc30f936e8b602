package dev.parley.rest.security;

import java.security.SecureRandom;
import java.util.Base64;

/** Generates random tokens of 256 bits. They have a prefix by which secret scanners find a leaked token. */
final class TokenGenerator {
    static final String PREFIX = "parley_";
    private static final int BYTES = 32;

    private TokenGenerator() {}

    static String make() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
