package dev.parley.history;

/** Range of ids; both ends are excluded. */
public record IdRange(long after, long before) {
    public static final IdRange ALL = new IdRange(0, Long.MAX_VALUE);

    public static IdRange after(long id) {
        return new IdRange(id, Long.MAX_VALUE);
    }

    public static IdRange before(long id) {
        return new IdRange(0, id);
    }

    /** Returns the range of ids that are in both ranges. */
    public IdRange and(IdRange other) {
        return new IdRange(Math.max(after, other.after), Math.min(before, other.before));
    }
}
