package dev.parley.tcp;

/** Told what the listener counts. MUST NOT block. */
public interface TcpMetrics {
    TcpMetrics NONE = new TcpMetrics() {};

    default void accepted() {}

    default void rejected(Refusal why) {}
}
