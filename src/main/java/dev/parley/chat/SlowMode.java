package dev.parley.chat;

import dev.parley.chat.IdentityResolver.Identity;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomSettingChange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Times at which each account and each connection last spoke in a room with slow mode, the oldest first. A message
 * counts for both, so that logging in or out does not avoid the wait. Accounts, and names that send messages by REST,
 * are forgotten after the longest interval, and connections when they close.
 */
final class SlowMode {
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(RoomSettingChange.Slow.MAX_SECONDS);

    private final Map<Identity, Long> lastSpokenNanos = new LinkedHashMap<>();

    /** Whether the account or the connection has spoken within the interval. */
    boolean isTooSoon(Member member, long now, int intervalSeconds) {
        long intervalNanos = TimeUnit.SECONDS.toNanos(intervalSeconds);
        return isRecent(Identity.of(member), now, intervalNanos)
                || isRecent(new Identity.Connection(member), now, intervalNanos);
    }

    /** Nanoseconds until a name that belongs to no member may speak again; 0 where it may. */
    long remainingNanos(Nick name, long now, int intervalSeconds) {
        Long spoken = lastSpokenNanos.get(new Identity.Account(name));
        return spoken == null ? 0 : Math.max(0, TimeUnit.SECONDS.toNanos(intervalSeconds) - (now - spoken));
    }

    void record(Nick name, long now) {
        forgetOldest(now);
        record(new Identity.Account(name), now);
    }

    void record(Member member, long now) {
        forgetOldest(now);
        record(Identity.of(member), now);
        record(new Identity.Connection(member), now);
    }

    private boolean isRecent(Identity identity, long now, long intervalNanos) {
        Long spoken = lastSpokenNanos.get(identity);
        return spoken != null && now - spoken < intervalNanos;
    }

    private void forgetOldest(long now) {
        var oldest = lastSpokenNanos.values().iterator();
        while (oldest.hasNext() && now - oldest.next() >= MAX_NANOS) {
            oldest.remove();
        }
    }

    private void record(Identity identity, long now) {
        lastSpokenNanos.remove(identity);
        lastSpokenNanos.put(identity, now);
    }

    boolean isEmpty() {
        return lastSpokenNanos.isEmpty();
    }

    void forget(Nick account) {
        lastSpokenNanos.remove(new Identity.Account(account));
    }

    void departed(Member connection) {
        lastSpokenNanos.remove(new Identity.Connection(connection));
    }
}
