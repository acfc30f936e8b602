package dev.parley.protocol;

/** A password as it was typed. It is shown nowhere: not in a log, and not in what holds it. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "(secret)";
    }
}
