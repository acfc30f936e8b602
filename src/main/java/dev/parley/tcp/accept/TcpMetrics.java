package dev.parley.tcp.accept;

/** Told what the listener counts. MUST NOT block. */
public interface TcpMetrics {
    TcpMetrics NONE = new TcpMetrics() {};

    default void accepted() {}

    default void rejected(RejectReason why) {}

    /** The canary heard what it had said, so long after it had begun to connect. */
    default void canaryHeard(long nanos) {}

    default void canaryFailed() {}
}
