package dev.parley.protocol;

/** A password as it was typed. It is never shown: not in a log, and not by a record that contains it. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "(secret)";
    }
}
