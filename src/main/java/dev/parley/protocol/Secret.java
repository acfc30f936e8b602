package dev.parley.protocol;

/**
 * A password or resume token as it was typed. Its value appears in no log, and not in the text of a record that
 * contains the secret.
 */
public record Secret(String value) {
    @Override
    public String toString() {
        return "(secret)";
    }
}
