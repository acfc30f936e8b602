package dev.parley.admin;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Asks the database, which may not answer. */
final class Reading {
    private static final Logger log = LoggerFactory.getLogger(Reading.class);

    private Reading() {}

    /** @param what is read, as it is called in the answer when it cannot be */
    static <T> T of(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "Could not read the {}: {}",
                    what,
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            throw Problem.unavailable("The " + what + " cannot be read now; please try again later.");
        }
    }
}
