package dev.parley.account;

import dev.parley.protocol.Secret;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Encodes passwords with Argon2id at the cost that OWASP recommends: 19 MiB, two passes, one lane. At most two
 * passwords are encoded at a time and 50 wait, which bounds memory and processor use.
 */
final class PasswordHasher implements AutoCloseable {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;
    private static final int THREADS = 2;
    private static final int MAX_WAITING = 50;

    /**
     * Hash to compare with if the account does not exist, so that the answer takes as long as for an existing one. The
     * value is assembled without hashing.
     */
    static final String DUMMY_HASH = "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
            .formatted(KIBIBYTES, PASSES, LANES, zeros(SALT_BYTES), zeros(HASH_BYTES));

    private final Argon2PasswordEncoder encoder =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, KIBIBYTES, PASSES);
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("passwords-", 1).daemon().factory());

    PasswordHasher() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException if too many passwords are waiting */
    String encode(Secret password) {
        return run(() -> Objects.requireNonNull(encoder.encode(PasswordPolicy.normalized(password))));
    }

    /**
     * Compares a password. Takes the same time whether or not there is an encoded password. A password that was encoded
     * before passwords were normalized was encoded as typed, so the typed form is compared too.
     *
     * @throws RejectedExecutionException if too many passwords are waiting
     */
    boolean matches(Secret password, Optional<String> encoded) {
        return run(() -> Stream.of(PasswordPolicy.normalized(password), password.value())
                        .distinct()
                        .anyMatch(form -> encoder.matches(form, encoded.orElse(DUMMY_HASH))))
                && encoded.isPresent();
    }

    private static String zeros(int bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(new byte[bytes]);
    }

    private <T> T run(Callable<T> task) {
        try {
            return threads.submit(task).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
