package dev.parley;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.Extension;

/** Lets each await of a test poll at once, soon, and later every 100 ms. JUnit creates it before the first test. */
public final class PollIntervals implements Extension {
    private static final Duration FIRST = Duration.ofMillis(2);
    private static final Duration LAST = Duration.ofMillis(100);

    public PollIntervals() {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(new IterativePollInterval(PollIntervals::next, FIRST));
    }

    private static Duration next(Duration last) {
        Duration doubled = last.multipliedBy(2);
        return doubled.compareTo(LAST) < 0 ? doubled : LAST;
    }
}
