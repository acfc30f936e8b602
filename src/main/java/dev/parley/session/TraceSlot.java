package dev.parley.session;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether somebody sees what one client sends and is sent. Safe for any thread; costs a look where nobody does. */
public final class TraceSlot {
    private final AtomicReference<@Nullable TraceListener> listener = new AtomicReference<>();

    /** Lets somebody see it from now on; false when somebody else does already. */
    public boolean begin(TraceListener by) {
        return listener.compareAndSet(null, by);
    }

    public void end(TraceListener by) {
        listener.compareAndSet(by, null);
    }

    /** @param isSecret whether all of it is */
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
