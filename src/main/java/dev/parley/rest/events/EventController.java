package dev.parley.rest.events;

import dev.parley.activity.ActivityLog;
import dev.parley.activity.ActivityRecord;
import dev.parley.activity.EventFilter;
import dev.parley.activity.EventFollower;
import dev.parley.activity.PastEvents;
import dev.parley.activity.Replay;
import dev.parley.operator.Permission;
import dev.parley.rest.FilterParameters;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.SseWriter;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import dev.parley.rest.security.TokenRevalidator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Streams events live, as server-sent events. A caller can resume after the last event that it received. */
@RestController
class EventController {
    private static final Logger log = LoggerFactory.getLogger(EventController.class);
    private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofSeconds(15);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private static final Duration FOLLOW_INTERVAL = Duration.ofMillis(100);
    private static final int FOLLOW_ATTEMPTS = 20;

    /** Most past events with which a stream begins. */
    private static final int MAX_LAST = 200;

    private final ActivityLog activity;
    private final TokenRevalidator revalidator;

    EventController(ActivityLog activity, TokenRevalidator revalidator) {
        this.activity = activity;
        this.revalidator = revalidator;
    }

    /**
     * Streams the events that match the parameters.
     *
     * @param type one or more types, separated by commas; absent for all types
     * @param address an address, or a network in CIDR notation
     * @param last number of past events with which the stream begins; not allowed together with {@code Last-Event-ID}
     */
    @GetMapping("/api/v1/events")
    @RequiresPermission(Permission.READ)
    void follow(
            @RequestParam(required = false) @Nullable Set<String> type,
            @RequestParam(required = false) @Nullable String room,
            @RequestParam(required = false) @Nullable String nick,
            @RequestParam(required = false) @Nullable String address,
            @RequestParam(required = false) @Nullable Integer last,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (SseWriter.isOnlyHead(request, response)) {
            return;
        }
        EventFilter filter = FilterParameters.filter(
                type == null ? Set.of() : type,
                room,
                nick,
                address == null ? null : FilterParameters.network("address", address));
        Long after = lastEventId == null || lastEventId.isBlank() ? null : id(lastEventId);
        check(last, after);
        try (EventFollower follower = follow(RequestOperator.of(request).actor(), filter, after)) {
            var stream = new SseWriter(response);
            BooleanSupplier mayGoOn = () -> revalidator.has(request, Permission.READ);
            if (last != null) {
                sendLast(last, follower, stream, mayGoOn);
            }
            stream(follower, stream, mayGoOn);
        } catch (IOException | InterruptedException e) {
            log.debug("A reader of the event stream has disconnected, or was too slow", e);
        }
    }

    private static void check(@Nullable Integer last, @Nullable Long after) {
        if (last == null) {
            return;
        }
        if (last < 1 || last > MAX_LAST) {
            throw ApiProblem.badArgument("\"last\" must be from 1 to " + MAX_LAST + ".");
        }
        if (after != null) {
            throw ApiProblem.badArgument("\"last\" and Last-Event-ID exclude each other: send one of them.");
        }
    }

    /**
     * Sends the last matching events, oldest first. Searching them may take seconds if few events match; comments then
     * show that the connection works.
     */
    private static void sendLast(int count, EventFollower follower, SseWriter stream, BooleanSupplier mayGoOn)
            throws IOException {
        PastEvents past = follower.replay().past();
        List<ActivityRecord> found = new ArrayList<>();
        long quietSince = System.nanoTime();
        while (found.size() < count && past.hasNext()) {
            if (!mayGoOn.getAsBoolean() || follower.isEnded() || follower.isOverflowed()) {
                return;
            }
            found.addAll(past.next());
            follower.progressed();
            if (System.nanoTime() - quietSince > KEEP_ALIVE_INTERVAL.toNanos()) {
                stream.comment("still here");
                quietSince = System.nanoTime();
            }
        }
        send(found.subList(0, Math.min(count, found.size())).reversed(), stream);
    }

    /**
     * Adds a follower. If there are too many followers, waits for a moment: after a mass disconnect, followers whose
     * clients are gone are noticed only when something is sent to them.
     */
    private EventFollower follow(String caller, EventFilter filter, @Nullable Long after) throws InterruptedException {
        for (int attempt = 0; attempt < FOLLOW_ATTEMPTS; attempt++) {
            Optional<EventFollower> follower = activity.follow(caller, filter, after);
            if (follower.isPresent()) {
                return follower.get();
            }
            Thread.sleep(FOLLOW_INTERVAL);
        }
        throw ApiProblem.tooManyFollowers(ActivityLog.MAX_FOLLOWERS, ActivityLog.MAX_FOLLOWERS_PER_CALLER);
    }

    /**
     * @param mayGoOn whether the caller's token is still valid; checked repeatedly, because the token may be revoked
     *     during the stream
     */
    private static void stream(EventFollower follower, SseWriter stream, BooleanSupplier mayGoOn)
            throws IOException, InterruptedException {
        Replay replay = follower.replay();
        if (!replay.isComplete()) {
            stream.send(null, "gap", "{\"type\":\"gap\",\"why\":\"older events are no longer kept\"}");
        }
        while (replay.hasNext() && mayGoOn.getAsBoolean() && !follower.isEnded() && !follower.isOverflowed()) {
            send(replay.next(), stream);
            follower.progressed();
        }
        long quietSince = System.nanoTime();
        while (!follower.isOverflowed() && mayGoOn.getAsBoolean()) {
            List<ActivityRecord> events = follower.take(POLL_INTERVAL);
            boolean isProbed = follower.takeProbe();
            send(events, stream);
            if (!events.isEmpty()) {
                quietSince = System.nanoTime();
            } else if (follower.isEnded()) {
                return;
            } else if (isProbed || System.nanoTime() - quietSince > KEEP_ALIVE_INTERVAL.toNanos()) {
                stream.comment("still here");
                quietSince = System.nanoTime();
            }
        }
        if (follower.isOverflowed()) {
            stream.send(
                    null,
                    "error",
                    "{\"code\":\"slow-consumer\",\"text\":\"you read too slowly; resume from the last id\"}");
        }
    }

    private static void send(List<ActivityRecord> events, SseWriter stream) throws IOException {
        for (ActivityRecord event : events) {
            Long id = event.id();
            stream.add(id == null ? null : Long.toString(id), event.type(), event.json());
        }
        if (!events.isEmpty()) {
            stream.flush();
        }
    }

    private static long id(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw ApiProblem.badArgument("Last-Event-ID must be the id of an event, a number.");
        }
    }
}
