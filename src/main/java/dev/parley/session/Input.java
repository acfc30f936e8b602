package dev.parley.session;

/** What a connection's bytes turned out to be. */
public sealed interface Input {
    /**
     * @param text without its end, not cleaned
     * @param ended whether a newline ended it, and not silence
     */
    record Line(String text, boolean ended) implements Input {}

    /**
     * A line was longer than allowed; the rest of it is dropped unseen.
     *
     * @param limit the most bytes a line may have
     */
    record TooLong(int limit) implements Input {}

    /** @param ended whether a newline ended it, and not silence */
    record InvalidUtf8(boolean ended) implements Input {}

    /** The client sends nothing more, and may still read. */
    record EndOfInput() implements Input {}

    /** The first line is an HTTP request. */
    record Http() implements Input {}

    /** The first bytes are a TLS hello. */
    record Tls() implements Input {}
}
