package dev.parley;

/** Reports the properties and environment variables that no record of properties knows. */
final class UnknownPropertyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownPropertyException(String names) {
        super(names);
    }
}
