package dev.parley.kubernetes;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of this pod in its role: that of the chat if the pod is the writer, and up if it is a standby. Out of service
 * while its label does not show its role, because the Service of the chat would lead to the wrong pod.
 */
final class PodRoleHealthIndicator implements HealthIndicator {
    private final PodLabel label;
    private final HealthIndicator chat;

    PodRoleHealthIndicator(PodLabel label, HealthIndicator chat) {
        this.label = label;
        this.chat = chat;
    }

    @Override
    public @Nullable Health health() {
        PodRole role = label.current();
        if (role == null) {
            return Health.outOfService().withDetail("label", "not set").build();
        }
        return role == PodRole.WRITER
                ? chat.health()
                : Health.up().withDetail("role", role).build();
    }
}
