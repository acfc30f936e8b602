package dev.parley.session;

import dev.parley.chat.Answer;
import dev.parley.chat.Code;
import dev.parley.chat.Sequence;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends every session with a bye, when the service stops. */
public final class Drain {
    private static final Answer.Bye RESTART = new Answer.Bye(Code.RESTART, "the server restarts; please come back");

    private final Sequence sequence;
    private final Sessions sessions;
    private final SessionLimits limits;

    public Drain(Sequence sequence, Sessions sessions, SessionLimits limits) {
        this.sequence = sequence;
        this.sessions = sessions;
        this.limits = limits;
    }

    /** Waits until everyone has been told and is gone; those who do not read or do not go are reset in time. */
    public void run() {
        sequence.ask(chat -> {
                    chat.close(RESTART);
                    return RESTART;
                })
                .completeOnTimeout(RESTART, longest(), TimeUnit.MILLISECONDS)
                .join();
        CompletableFuture.allOf(sessions.all().stream().map(Session::closed).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, longest(), TimeUnit.MILLISECONDS)
                .join();
    }

    private long longest() {
        return limits.flush().plus(limits.finish()).multipliedBy(2).toMillis();
    }
}
