package dev.parley.history;

import org.springframework.dao.DuplicateKeyException;

/** Signals that another instance of Parley stores events in the same database. */
final class ForeignEventException extends DuplicateKeyException {
    private static final long serialVersionUID = 1;

    ForeignEventException(long id) {
        super("another instance of Parley has stored an event with the id " + id);
    }
}
