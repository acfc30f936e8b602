package dev.parley.session;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether somebody sees what one client sends and is sent. Safe for any thread; costs a look where nobody does. */
public final class Tracing {
    private final AtomicReference<@Nullable Tracer> tracer = new AtomicReference<>();

    /** Lets somebody see it from now on; false when somebody else does already. */
    public boolean begin(Tracer by) {
        return tracer.compareAndSet(null, by);
    }

    public void end(Tracer by) {
        tracer.compareAndSet(by, null);
    }

    /** @param isSecret whether all of it is */
    void received(String line, boolean isSecret) {
        Tracer by = tracer.get();
        if (by != null) {
            by.received(isSecret ? Secrets.HIDDEN : Secrets.hidden(line));
        }
    }

    void sent(byte[] bytes) {
        Tracer by = tracer.get();
        if (by != null) {
            by.sent(bytes);
        }
    }
}
