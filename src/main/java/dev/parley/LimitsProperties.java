package dev.parley;

import dev.parley.properties.PropertyRange;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/** Properties of the limits; {@code application.yml} documents each. */
@ConfigurationProperties("parley.limits")
record LimitsProperties(
        int connections,
        int connectionsPerAddress,
        int connectsPerMinute,
        int connectBurst,
        List<String> exemptNetworks,
        int lineBytes,
        DataSize queueBytes,
        int linesPerSecond,
        int burst,
        DataSize bytesPerSecond,
        Duration loginTimeout,
        int rooms,
        int roomsPerClient,
        int roomMembers,
        int topicLength,
        int presenceMembers) {
    private static final Duration MAX_LOGIN_TIMEOUT = Duration.ofHours(1);

    LimitsProperties {
        PropertyRange.check("parley.limits.connections", connections, 1, 1_000_000);
        PropertyRange.check("parley.limits.connections-per-address", connectionsPerAddress, 1, 1_000_000);
        PropertyRange.check("parley.limits.connects-per-minute", connectsPerMinute, 0, 1_000_000);
        PropertyRange.check("parley.limits.connect-burst", connectBurst, 1, 1_000_000);
        PropertyRange.check("parley.limits.line-bytes", lineBytes, 64, 65_536);
        PropertyRange.check(
                "parley.limits.queue-bytes", queueBytes.toBytes(), Math.max(16_384, 4L * lineBytes), 1 << 30);
        PropertyRange.check("parley.limits.lines-per-second", linesPerSecond, 0, 1_000_000);
        PropertyRange.check("parley.limits.burst", burst, 1, 1_000_000);
        PropertyRange.check("parley.limits.bytes-per-second", bytesPerSecond.toBytes(), 1, 1 << 30);
        PropertyRange.check("parley.limits.login-timeout", loginTimeout, Duration.ofSeconds(1), MAX_LOGIN_TIMEOUT);
        PropertyRange.check("parley.limits.rooms", rooms, 0, 1_000_000);
        PropertyRange.check("parley.limits.rooms-per-client", roomsPerClient, 0, 1_000_000);
        PropertyRange.check("parley.limits.room-members", roomMembers, 1, 1_000_000);
        PropertyRange.check("parley.limits.topic-length", topicLength, 0, 4_096);
        PropertyRange.check("parley.limits.presence-members", presenceMembers, 0, 1_000_000);
    }
}
