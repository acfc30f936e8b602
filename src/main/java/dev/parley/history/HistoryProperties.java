package dev.parley.history;

import dev.parley.properties.PropertyRange;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties of the history; {@code application.yml} documents each. */
@ConfigurationProperties("parley.history")
public record HistoryProperties(HistoryMode mode, int retentionMessages, Duration retentionAge) {
    private static final Duration MAX_AGE = Duration.ofDays(36_500);

    public HistoryProperties {
        PropertyRange.check("parley.history.retention-messages", retentionMessages, 1, 1_000_000_000);
        PropertyRange.check("parley.history.retention-age", retentionAge, Duration.ofMinutes(1), MAX_AGE);
    }
}
