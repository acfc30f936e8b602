package dev.parley.metrics;

import dev.parley.chat.port.ChatMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Meters of the chat. */
final class ChatMeters implements ChatMetrics {
    private final Counter messages;
    private volatile int rooms;
    private volatile int users;

    ChatMeters(MeterRegistry registry) {
        messages = Counter.builder("parley.messages")
                .description("Messages, actions and private messages delivered")
                .register(registry);
        Gauge.builder("parley.rooms", () -> rooms)
                .description("Rooms, including the lobby")
                .register(registry);
        Gauge.builder("parley.users", () -> users)
                .description("People in the chat whose arrival was announced")
                .register(registry);
    }

    int rooms() {
        return rooms;
    }

    int users() {
        return users;
    }

    @Override
    public void messageSent() {
        messages.increment();
    }

    @Override
    public void roomsChanged(int count) {
        rooms = count;
    }

    @Override
    public void usersChanged(int count) {
        users = count;
    }
}
