package dev.parley.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.Nick;
import dev.parley.chat.Secret;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final Nick BOB = new Nick("bob");

    private final Passwords passwords = new Passwords();

    @AfterEach
    void close() {
        passwords.close();
    }

    @Test
    void whatWasEncodedMatchesAndNothingElseDoes() {
        var encoded = Optional.of(passwords.encode(new Secret("correct-horse-9")));
        assertThat(encoded.get()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("correct");
        assertThat(passwords.matches(new Secret("correct-horse-9"), encoded)).isTrue();
        assertThat(passwords.matches(new Secret("correct-horse-8"), encoded)).isFalse();
        assertThat(passwords.matches(new Secret("nobody"), Optional.empty()))
                .as("where there is no account no password matches")
                .isFalse();
    }

    /** Or the answer would come sooner where there is no such account. */
    @Test
    void whatIsComparedWhereThereIsNoAccountCostsAsMuch() {
        String encoded = passwords.encode(new Secret("correct-horse-9"));
        assertThat(Passwords.NOBODYS).startsWith(encoded.substring(0, encoded.indexOf("p=1$") + 4));
        assertThat(Passwords.NOBODYS).hasSameSizeAs(encoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "seven77", "password", "PassWord123", "12345678", "aaaaaaaab", "my-name-is-bob", "BOBBOBBOB1"
            })
    void whatIsShortOrEasyToGuessIsNotTaken(String password) {
        assertThat(PasswordRules.objection(new Secret(password), BOB)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct-horse-9", "ключ-от-дома", "🐎🔋📎✂️🐴🌙⭐🎈"})
    void whatIsLongEnoughIsTaken(String password) {
        assertThat(PasswordRules.objection(new Secret(password), BOB)).isEmpty();
    }

    @Test
    void aLimitKeepsOthersFromMakingUsWorkForEver() {
        assertThat(PasswordRules.objection(new Secret("abcdefgh".repeat(16)), BOB))
                .isEmpty();
        assertThat(PasswordRules.objection(new Secret("abcdefgh".repeat(16) + "i"), BOB))
                .isPresent();
    }

    /** Two are encoded and fifty wait: of many at once some are refused, at once, and the others served. */
    @Test
    void whenTooManyWaitTheNextIsRefused() {
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
    void aSecretShowsNothing() {
        assertThat(new Secret("correct-horse-9").toString()).doesNotContain("horse");
    }
}
