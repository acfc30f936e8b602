package dev.parley.bench;

/** What is measured, as the column's heading and with so many digits. */
enum Measure {
    DELIVERIES("deliveries/s", 0),
    CPU("CPU µs each", 3),
    CPU_PER_LINE("CPU µs a line", 1),
    P50("p50 ms", 2),
    P99("p99 ms", 2),
    P999("p99.9 ms", 2),
    LOST("clients lost", 0),
    CONNECTED("s until all heard", 2),
    IDLE("KiB each, idle", 1),
    TOLD("KiB each, after a line", 1),
    STARTED("s to the first line", 2);

    final String heading;
    private final int digits;

    Measure(String heading, int digits) {
        this.heading = heading;
        this.digits = digits;
    }

    String show(double value) {
        return Double.isFinite(value) ? ("%,." + digits + "f").formatted(value) : "";
    }
}
