package dev.parley.operator;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Reads from the database. Rejects the action if the database is unavailable. */
public final class DatabaseReads {
    private static final Logger log = LoggerFactory.getLogger(DatabaseReads.class);

    private DatabaseReads() {}

    /** Reads something that is not necessary; returns empty if the database is unavailable. */
    public static <T> Optional<T> orEmpty(Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (DataAccessException | TransactionException e) {
            return Optional.empty();
        }
    }

    /** @param what name of the data, for the error message */
    public static <T> T orUnavailable(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "Could not read the {}: {}",
                    what,
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            throw OperatorException.unavailable("the " + what + " cannot be read now; try again later");
        }
    }
}
