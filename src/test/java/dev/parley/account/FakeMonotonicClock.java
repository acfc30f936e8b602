package dev.parley.account;

import dev.parley.time.MonotonicClock;

/** Moves when told, past the end of a long too. */
final class FakeMonotonicClock implements MonotonicClock {
    long now = Long.MAX_VALUE - 1;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void sleep(long nanos) {
        throw new UnsupportedOperationException();
    }
}
