package dev.parley.operator;

/** A rejected action. */
public final class OperatorException extends RuntimeException implements HasErrorCode {
    private final transient OperatorError error;

    public OperatorException(OperatorError error) {
        super(error.text());
        this.error = error;
    }

    static OperatorException badArgument(String text) {
        return new OperatorException(new OperatorError.BadArgument(text));
    }

    static OperatorException unavailable(String text) {
        return new OperatorException(new OperatorError.Unavailable(text));
    }

    public OperatorError error() {
        return error;
    }

    @Override
    public String code() {
        return error.code();
    }
}
