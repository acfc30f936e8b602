package dev.parley.history;

/** Time at which messages are stored. */
public enum HistoryMode {
    /** Before they are delivered. A message that anyone saw survives a crash. */
    DURABLE,
    /** Within 50 ms after they are sent. A crash loses the messages of that time. */
    ASYNC,
    /** Never. */
    OFF
}
