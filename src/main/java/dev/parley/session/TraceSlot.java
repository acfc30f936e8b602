package dev.parley.session;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Slot for at most one trace of a session. Safe for any thread. Without a trace it costs one read. */
public final class TraceSlot {
    private final AtomicReference<@Nullable TraceListener> listener = new AtomicReference<>();

    /** Starts a trace; returns false if another trace is running. */
    public boolean begin(TraceListener by) {
        return listener.compareAndSet(null, by);
    }

    public void end(TraceListener by) {
        listener.compareAndSet(by, null);
    }

    /** @param isSecret whether the whole line is secret */
    void received(String line, boolean isSecret) {
        TraceListener by = listener.get();
        if (by != null) {
            by.received(isSecret ? SecretRedactor.HIDDEN : SecretRedactor.hidden(line));
        }
    }

    void sent(byte[] bytes) {
        TraceListener by = listener.get();
        if (by != null) {
            by.sent(bytes);
        }
    }
}
