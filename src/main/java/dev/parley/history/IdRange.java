package dev.parley.history;

/** Range of ids, both ends excluded. */
public record IdRange(long after, long before) {
    public static final IdRange ALL = new IdRange(0, Long.MAX_VALUE);

    public static IdRange after(long id) {
        return new IdRange(id, Long.MAX_VALUE);
    }

    public static IdRange before(long id) {
        return new IdRange(0, id);
    }

    /** Returns the ids in both ranges. */
    public IdRange and(IdRange other) {
        return new IdRange(Math.max(after, other.after), Math.min(before, other.before));
    }
}
