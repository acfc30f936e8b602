package dev.parley.history;

/** Range of ids, both ends excluded. */
public record Span(long after, long before) {
    public static final Span ALL = new Span(0, Long.MAX_VALUE);

    public static Span after(long id) {
        return new Span(id, Long.MAX_VALUE);
    }

    public static Span before(long id) {
        return new Span(0, id);
    }

    /** Ids in both ranges. */
    public Span and(Span other) {
        return new Span(Math.max(after, other.after), Math.min(before, other.before));
    }
}
