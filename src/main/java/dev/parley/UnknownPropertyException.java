package dev.parley;

/** Reports the properties and environment variables that belong to no record of properties. */
final class UnknownPropertyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownPropertyException(String names) {
        super(names);
    }
}
