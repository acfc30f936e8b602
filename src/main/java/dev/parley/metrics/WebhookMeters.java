package dev.parley.metrics;

import dev.parley.webhook.WebhookMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumSet;

/** Meters of webhook deliveries. */
final class WebhookMeters implements WebhookMetrics {
    private final EnumCounter<Result> attempts;

    WebhookMeters(MeterRegistry registry) {
        attempts = new EnumCounter<>(
                Counter.builder("parley.webhook.deliveries").description("Attempts to send an event to a webhook"),
                "result",
                EnumSet.allOf(Result.class),
                Result::label,
                registry);
    }

    @Override
    public void attempted(Result result) {
        attempts.increment(result);
    }
}
