package dev.parley.history;

/** When what is said is stored. */
public enum HistoryMode {
    /** Before anyone sees it: what anyone saw survives. */
    DURABLE,
    /** Within 50 ms of its being said: a crash loses what was said in them. */
    ASYNC,
    /** Never. */
    OFF
}
