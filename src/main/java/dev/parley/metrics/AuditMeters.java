package dev.parley.metrics;

import dev.parley.audit.AuditAction;
import dev.parley.audit.AuditMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Meters of operators' actions. */
final class AuditMeters implements AuditMetrics {
    private final Map<AuditAction, Counter> actions = new EnumMap<>(AuditAction.class);

    AuditMeters(MeterRegistry registry) {
        var counterWith = Counter.builder("parley.operator.actions")
                .description("Actions requested by operators, including refused ones")
                .withRegistry(registry);
        for (AuditAction action : AuditAction.values()) {
            actions.put(action, counterWith.withTag("action", action.label()));
        }
    }

    @Override
    public void actionRequested(AuditAction action) {
        Objects.requireNonNull(actions.get(action), "registered at start").increment();
    }
}
