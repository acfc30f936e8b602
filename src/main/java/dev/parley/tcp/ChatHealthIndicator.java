package dev.parley.tcp;

import dev.parley.session.Drain;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Health of the chat as the {@link Canary} sees it. Down while the service drains. */
final class ChatHealthIndicator implements HealthIndicator {
    private final Canary canary;
    private final Drain drain;

    ChatHealthIndicator(Canary canary, Drain drain) {
        this.canary = canary;
        this.drain = drain;
    }

    @Override
    public Health health() {
        if (!drain.isServing()) {
            return Health.outOfService()
                    .withDetail("drain", drain.status().state())
                    .build();
        }
        String trouble = canary.trouble();
        return trouble == null
                ? Health.up().build()
                : Health.down().withDetail("canary", trouble).build();
    }
}
