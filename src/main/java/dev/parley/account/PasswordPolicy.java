package dev.parley.account;

import dev.parley.protocol.Nick;
import dev.parley.protocol.Secret;
import dev.parley.protocol.TextSanitizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rules for new passwords: long enough, and not among the first that an attacker would try. Also normalizes passwords
 * before they are compared.
 */
public final class PasswordPolicy {
    private static final int MIN_CHARS = 8;
    private static final int MAX_CHARS = 128;
    private static final int MIN_DISTINCT_CHARS = 5;
    private static final Pattern SPACE = Pattern.compile("\\p{Zs}");
    private static final Set<String> TOO_COMMON = tooCommon();

    private PasswordPolicy() {}

    /** Returns why a password is not accepted; empty if it is accepted. */
    public static Optional<String> objection(Secret password, Nick name) {
        if (!TextSanitizer.clean(password.value()).equals(password.value())) {
            return Optional.of("a password has no control characters, and at most four combining marks on a letter");
        }
        String text = normalized(password);
        int length = text.codePointCount(0, text.length());
        if (length < MIN_CHARS || length > MAX_CHARS || text.chars().anyMatch(Character::isWhitespace)) {
            return Optional.of("a password has " + MIN_CHARS + " to " + MAX_CHARS + " characters and no spaces");
        }
        String folded = text.toLowerCase(Locale.ROOT);
        if (folded.contains(name.value().toLowerCase(Locale.ROOT))
                || text.codePoints().distinct().count() < MIN_DISTINCT_CHARS
                || TOO_COMMON.contains(folded)) {
            return Optional.of("that password is too easy to guess");
        }
        return Optional.empty();
    }

    /**
     * Returns the form in which passwords are compared: every space is replaced by U+0020, and the text is in Unicode
     * form NFC, as the profile OpaqueString requires (RFC 8265, section 4.2). A password is therefore the same on every
     * system it is typed on.
     */
    static String normalized(Secret password) {
        return Normalizer.normalize(SPACE.matcher(password.value()).replaceAll(" "), Normalizer.Form.NFC);
    }

    private static Set<String> tooCommon() {
        try (var list = Objects.requireNonNull(PasswordPolicy.class.getResourceAsStream("too-common.txt"));
                var lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.US_ASCII))) {
            return lines.lines().collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
