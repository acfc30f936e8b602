package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ChatMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ChatMeters meters = new ChatMeters(registry);

    @Test
    void messagesAreCounted() {
        meters.messageSent();
        meters.messageSent();

        assertThat(registry.get("parley.messages").counter().count()).isEqualTo(2);
    }

    @Test
    void roomAndUserGaugesShowTheLastReportedValues() {
        meters.roomsChanged(7);
        meters.roomsChanged(6);
        meters.usersChanged(3);

        assertThat(registry.get("parley.rooms").gauge().value()).isEqualTo(6);
        assertThat(registry.get("parley.users").gauge().value()).isEqualTo(3);
    }
}
