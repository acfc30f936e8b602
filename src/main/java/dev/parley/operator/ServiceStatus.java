package dev.parley.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Source of the state of the whole service. Safe for any thread. */
@FunctionalInterface
public interface ServiceStatus {
    StatusView status();

    /**
     * State of the service at one moment. Values that do not exist are absent.
     *
     * @param version absent if the service runs from its sources
     * @param startedAt time at which the process was started
     * @param state serving, draining or drained
     * @param secondsLeft seconds until the last client is disconnected; absent unless draining
     * @param alarms alarms that are raised, sorted by type
     * @param history mode of the history, which is paused while the alarm {@code history} is raised
     * @param certificateExpiresAt absent without TLS
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatusView(
            @Nullable String version,
            Instant startedAt,
            Instant now,
            String state,
            @Nullable Long secondsLeft,
            @JsonUnwrapped Counts counts,
            List<RaisedAlarm> alarms,
            String history,
            @Nullable Instant certificateExpiresAt) {}

    /**
     * Numbers of what there is now.
     *
     * @param connectionsLimit most connections
     * @param users announced people
     * @param rooms rooms, including the lobby
     * @param bans bans in force
     * @param mutes mutes in force
     */
    record Counts(int connections, int connectionsLimit, int users, int rooms, int bans, int mutes) {}

    /** @param since time at which the alarm was found to be raised */
    record RaisedAlarm(String type, Instant since) {}
}
