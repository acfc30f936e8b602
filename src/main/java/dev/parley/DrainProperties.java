package dev.parley;

import dev.parley.properties.PropertyRange;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties of the drain; {@code application.yml} documents each. */
@ConfigurationProperties("parley.drain")
record DrainProperties(Duration window) {
    private static final Duration MAX_WINDOW = Duration.ofHours(1);

    DrainProperties {
        PropertyRange.check("parley.drain.window", window, Duration.ZERO, MAX_WINDOW);
    }
}
