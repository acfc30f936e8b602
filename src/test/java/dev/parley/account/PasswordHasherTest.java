package dev.parley.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Nick;
import dev.parley.protocol.Secret;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

class PasswordHasherTest {
    private static final Nick BOB = new Nick("bob");

    private final PasswordHasher passwords = new PasswordHasher();

    @AfterEach
    void close() {
        passwords.close();
    }

    @Test
    void hashMatchesOnlyItsOwnPassword() {
        var encoded = Optional.of(passwords.encode(new Secret("correct-horse-9")));
        assertThat(encoded.get()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("correct");
        assertThat(passwords.matches(new Secret("correct-horse-9"), encoded)).isTrue();
        assertThat(passwords.matches(new Secret("correct-horse-8"), encoded)).isFalse();
        assertThat(passwords.matches(new Secret("nobody"), Optional.empty()))
                .as("where there is no account no password matches")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "caf\u00e9-9-noir, cafe\u0301-9-noir",
        "ti\u1ebfng-vi\u1ec7t-9, tie\u0302\u0301ng-vie\u0323\u0302t-9",
        "\ud55c\uad6d\uc5b4-9-horse, \u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165-9-horse",
        "\u00c5ngstr\u00f6m-9, \u212bngstro\u0308m-9",
    })
    void composedAndDecomposedFormsOfAPasswordMatch(String composed, String decomposed) {
        for (String registered : List.of(composed, decomposed)) {
            var encoded = Optional.of(passwords.encode(new Secret(registered)));
            assertThat(passwords.matches(new Secret(composed), encoded)).isTrue();
            assertThat(passwords.matches(new Secret(decomposed), encoded)).isTrue();
        }
    }

    @Test
    void caseWidthAndCompatibilityFormsAreNotFolded() {
        var encoded = Optional.of(passwords.encode(new Secret("\ufb01sch-Fang-9")));
        assertThat(passwords.matches(new Secret("fisch-Fang-9"), encoded)).isFalse();
        assertThat(passwords.matches(new Secret("\ufb01sch-fang-9"), encoded)).isFalse();
        assertThat(passwords.matches(new Secret("\ufb01sch-Fang-\uff19"), encoded))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cafe\u0301-9-noir", "no\u00a0break-9"})
    void hashOfTheUnnormalizedPasswordStillMatches(String typed) {
        var encoded = Optional.ofNullable(new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2).encode(typed));
        assertThat(passwords.matches(new Secret(typed), encoded)).isTrue();
        assertThat(passwords.matches(new Secret(typed + "x"), encoded)).isFalse();
    }

    @Test
    void lengthsAreCountedAfterNormalization() {
        String sevenSyllables = Normalizer.normalize("가나다라마바사", Normalizer.Form.NFD);
        assertThat(sevenSyllables).hasSize(14);
        assertThat(PasswordPolicy.objection(new Secret(sevenSyllables), BOB)).isPresent();
        String longest = Normalizer.normalize("éàüöñâêî".repeat(16), Normalizer.Form.NFD);
        assertThat(PasswordPolicy.objection(new Secret(longest), BOB)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse-9",
                "correct\u00a0horse-9",
                "correct\u3000horse-9",
                "correct\u2009horse-9",
                "correct\thorse-9",
                "correct\0horse-9",
                "correct\u009bhorse-9",
                "correct\u202ehorse-9",
                "\u001b[Acorrect-horse-9",
                "cafe\u0301\u0301\u0301\u0301\u0301-9-noir"
            })
    void aPasswordThatCannotBeTypedInTheChatIsRefused(String password) {
        assertThat(PasswordPolicy.objection(new Secret(password), BOB)).isPresent();
    }

    /** Or the answer would come sooner where there is no such account. */
    @Test
    void dummyHashCostsAsMuchAsARealOne() {
        String encoded = passwords.encode(new Secret("correct-horse-9"));
        assertThat(PasswordHasher.DUMMY_HASH).startsWith(encoded.substring(0, encoded.indexOf("p=1$") + 4));
        assertThat(PasswordHasher.DUMMY_HASH).hasSameSizeAs(encoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "seven77", "password", "PassWord123", "12345678", "aaaaaaaab", "my-name-is-bob", "BOBBOBBOB1"
            })
    void shortOrGuessablePasswordIsRefused(String password) {
        assertThat(PasswordPolicy.objection(new Secret(password), BOB)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct-horse-9", "ключ-от-дома", "🐎🔋📎✂️🐴🌙⭐🎈"})
    void longEnoughPasswordIsAccepted(String password) {
        assertThat(PasswordPolicy.objection(new Secret(password), BOB)).isEmpty();
    }

    @Test
    void passwordAbove128CharactersIsRefused() {
        assertThat(PasswordPolicy.objection(new Secret("abcdefgh".repeat(16)), BOB))
                .isEmpty();
        assertThat(PasswordPolicy.objection(new Secret("abcdefgh".repeat(16) + "i"), BOB))
                .isPresent();
    }

    /** Two are encoded and fifty wait: of many at once some are refused, at once, and the others served. */
    @Test
    void passwordHashingIsRefusedWhenTooManyCallersWait() {
        var refused = new AtomicInteger();
        var served = new AtomicInteger();
        try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                crowd.execute(() -> {
                    try {
                        passwords.encode(new Secret("correct-horse-9"));
                        served.incrementAndGet();
                    } catch (RejectedExecutionException e) {
                        refused.incrementAndGet();
                    }
                });
            }
        }
        assertThat(served.get()).isGreaterThanOrEqualTo(52);
        assertThat(refused.get()).isPositive();
        assertThat(served.get() + refused.get()).isEqualTo(200);
    }

    @Test
    void secretToStringDoesNotContainItsValue() {
        assertThat(new Secret("correct-horse-9").toString()).doesNotContain("horse");
    }
}
