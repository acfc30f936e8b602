package dev.parley.activity;

import dev.parley.properties.PropertyRange;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/** Properties of the stored activity; {@code application.yml} documents each. */
@ConfigurationProperties("parley.events")
public record ActivityProperties(Duration retentionAge, DataSize retentionSize) {
    private static final Duration MAX_AGE = Duration.ofDays(36_500);

    public ActivityProperties {
        PropertyRange.check("parley.events.retention-age", retentionAge, Duration.ofMinutes(1), MAX_AGE);
        PropertyRange.check("parley.events.retention-size", retentionSize.toBytes(), 1 << 20, 1L << 40);
    }
}
