package dev.parley.tcp.accept;

/** Counts the events of the listeners. MUST NOT block. */
public interface TcpMetrics {
    TcpMetrics NONE = new TcpMetrics() {};

    default void accepted() {}

    default void rejected(RejectReason why) {}

    /** The canary's lines came back; {@code nanos} is the time since it began to connect. */
    default void canaryHeard(long nanos) {}

    default void canaryFailed() {}
}
