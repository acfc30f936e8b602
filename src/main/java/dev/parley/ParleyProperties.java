package dev.parley;

import dev.parley.history.HistoryMode;
import dev.parley.protocol.Format;
import dev.parley.tcp.TlsSettings.ClientAuth;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/** All of ours under {@code parley}; what each means is told once, in {@code application.yml}. */
@ConfigurationProperties(prefix = "parley", ignoreUnknownFields = false)
record ParleyProperties(
        Path dataDir,
        Tcp tcp,
        Session session,
        Limits limits,
        Drain drain,
        History history,
        Events events,
        Webhooks webhooks,
        Accounts accounts,
        Admin admin) {
    private static final Duration MAX_WINDOW = Duration.ofHours(1);

    record Tcp(InetAddress address, int port, boolean loginRequired, List<String> proxyNetworks, Tls tls) {
        Tcp {
            check("tcp.port", port, 0, 65_535);
        }
    }

    /** @param bundle empty for no TLS */
    record Tls(
            String bundle,
            InetAddress address,
            int port,
            boolean loginRequired,
            List<String> proxyNetworks,
            ClientAuth clientAuth) {
        Tls {
            check("tcp.tls.port", port, 0, 65_535);
        }
    }

    record Session(Format format) {}

    record Limits(
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
            int topicLength) {
        private static final Duration MAX_LOGIN_TIMEOUT = Duration.ofHours(1);

        Limits {
            check("limits.connections", connections, 1, 1_000_000);
            check("limits.connections-per-address", connectionsPerAddress, 1, 1_000_000);
            check("limits.connects-per-minute", connectsPerMinute, 0, 1_000_000);
            check("limits.connect-burst", connectBurst, 1, 1_000_000);
            check("limits.line-bytes", lineBytes, 64, 65_536);
            check("limits.queue-bytes", queueBytes.toBytes(), Math.max(16_384, 4L * lineBytes), 1 << 30);
            check("limits.lines-per-second", linesPerSecond, 0, 1_000_000);
            check("limits.burst", burst, 1, 1_000_000);
            check("limits.bytes-per-second", bytesPerSecond.toBytes(), 1, 1 << 30);
            check("limits.login-timeout", loginTimeout, Duration.ofSeconds(1), MAX_LOGIN_TIMEOUT);
            check("limits.rooms", rooms, 0, 1_000_000);
            check("limits.rooms-per-client", roomsPerClient, 0, 1_000_000);
            check("limits.room-members", roomMembers, 1, 1_000_000);
            check("limits.topic-length", topicLength, 0, 4_096);
        }
    }

    record Drain(Duration window) {
        Drain {
            check("drain.window", window, Duration.ZERO, MAX_WINDOW);
        }
    }

    record History(HistoryMode mode, int retentionMessages, Duration retentionAge) {
        private static final Duration MAX_AGE = Duration.ofDays(36_500);

        History {
            check("history.retention-messages", retentionMessages, 1, 1_000_000_000);
            check("history.retention-age", retentionAge, Duration.ofMinutes(1), MAX_AGE);
        }
    }

    record Events(Duration retentionAge, DataSize retentionSize) {
        private static final Duration MAX_AGE = Duration.ofDays(36_500);

        Events {
            check("events.retention-age", retentionAge, Duration.ofMinutes(1), MAX_AGE);
            check("events.retention-size", retentionSize.toBytes(), 1 << 20, 1L << 40);
        }
    }

    record Webhooks(boolean allowPrivateNetworks) {}

    record Accounts(boolean allowPlaintext) {}

    record Admin(Path tokenFile, List<String> hosts, int requestsPerSecond, Oidc oidc) {
        private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");

        Admin {
            check("admin.requests-per-second", requestsPerSecond, 0, 1_000_000);
            hosts.stream().filter(host -> !HOST.matcher(host).matches()).forEach(host -> {
                throw new InvalidConfigurationPropertyValueException(
                        "parley.admin.hosts", host, "It must be names, without ports, such as parley.example.com");
            });
        }
    }

    record Oidc(String roleClaim) {}

    private static void check(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new InvalidConfigurationPropertyValueException(
                    "parley." + name,
                    value.toSeconds() + "s",
                    "It must be from " + least.toSeconds() + "s to " + most.toSeconds() + "s");
        }
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidConfigurationPropertyValueException(
                    "parley." + name, value, "It must be from " + least + " to " + most);
        }
    }
}
