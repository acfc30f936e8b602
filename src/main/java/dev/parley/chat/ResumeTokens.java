package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Secret;
import dev.parley.protocol.Sha256;
import dev.parley.protocol.Stamp;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What connections have left behind, for who comes back with the token. Belongs to the chat thread. */
final class ResumeTokens {
    static final Duration RESUME_TIMEOUT = Duration.ofMinutes(5);

    private static final int TOKEN_BYTES = 16;

    /** At most so many; one more takes the place of the oldest. */
    private static final int MAX_SESSIONS = 10_000;

    private record StoredToken(ResumableSession parting, long untilNanos) {}

    private final EventPublisher publisher;
    private final EventClock eventClock;
    private final RandomGenerator random;

    /** By their keys, the oldest first. */
    private final LinkedHashMap<String, StoredToken> kept = new LinkedHashMap<>();

    /** Those who have a token, by its key. */
    private final Map<String, Member> here = new HashMap<>();

    ResumeTokens(EventPublisher publisher, EventClock eventClock, RandomGenerator random) {
        this.publisher = publisher;
        this.eventClock = eventClock;
        this.random = random;
    }

    void restore(Collection<ResumableSession> stored) {
        stored.forEach(suspended -> keep(suspended, eventClock.nanosAt(suspended.until())));
    }

    /** What the member can be resumed with. */
    String token(Member member) {
        String token = member.token();
        if (token == null) {
            byte[] bytes = new byte[TOKEN_BYTES];
            random.nextBytes(bytes);
            token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            member.token(token);
            here.put(key(token), member);
        }
        return token;
    }

    /**
     * The connection of a member is gone. It can be resumed when it had a token and had not said goodbye.
     *
     * @param written the id of the last event that was written to it; 0 when none was
     */
    void ended(Member member, long written) {
        String token = member.token();
        MemberSnapshot last = member.resumableState();
        if (token == null) {
            return;
        }
        String key = key(token);
        here.remove(key);
        if (last != null) {
            Stamp stamp = publisher.nextStamp();
            var suspended = new ResumableSession(
                    key, last, member.lastWritten(written), stamp.at().plus(RESUME_TIMEOUT));
            keep(suspended, eventClock.arrivedNanos() + RESUME_TIMEOUT.toNanos());
            publisher.publish(new ChatEvent.SessionSuspended(stamp, suspended));
        }
    }

    private void keep(ResumableSession suspended, long untilNanos) {
        while (!kept.isEmpty()
                && (kept.size() >= MAX_SESSIONS || isOver(kept.firstEntry().getValue()))) {
            kept.pollFirstEntry();
        }
        kept.put(suspended.key(), new StoredToken(suspended, untilNanos));
    }

    private boolean isOver(StoredToken old) {
        return old.untilNanos() - eventClock.arrivedNanos() <= 0;
    }

    Optional<ResumableSession> find(Secret token) {
        return Optional.ofNullable(kept.get(key(token.value())))
                .filter(found -> !isOver(found))
                .map(StoredToken::parting);
    }

    /** Who has this token and is still here, as far as is known. */
    Optional<Member> here(Secret token) {
        return Optional.ofNullable(here.get(key(token.value()))).filter(Member::present);
    }

    /** A token is good for once. */
    void resumed(ResumableSession suspended) {
        kept.remove(suspended.key());
        publisher.publish(
                new ChatEvent.Resumed(publisher.nextStamp(), suspended.state().nick(), suspended.key()));
    }

    /** The member's token is good no more. */
    void forget(Member member) {
        String token = member.token();
        if (token != null) {
            here.remove(key(token));
            member.forgetToken();
        }
    }

    /** No token of this account is good any more, but for those who get a new one. */
    int revoke(Nick account) {
        kept.values().removeIf(old -> account.equals(old.parting().state().account()));
        List<Member> owners = here.values().stream()
                .filter(member -> account.equals(member.account()))
                .toList();
        owners.forEach(this::forget);
        publisher.publish(new ChatEvent.TokensRevoked(publisher.nextStamp(), account));
        owners.forEach(owner -> publisher.answer(owner, new Reply.Resumable(token(owner))));
        return owners.size();
    }

    /** Lost connections of an account that was kicked from a room do not come back to it as its members. */
    void expelled(Nick account, RoomName room) {
        for (StoredToken old : List.copyOf(kept.values())) {
            MemberSnapshot state = old.parting().state();
            if (account.equals(state.account()) && state.rooms().contains(room)) {
                Stamp stamp = publisher.nextStamp();
                ResumableSession suspended = old.parting().without(room);
                kept.put(suspended.key(), new StoredToken(suspended, old.untilNanos()));
                publisher.publish(new ChatEvent.SessionSuspended(stamp, suspended));
            }
        }
    }

    /** Whoever reads what is stored cannot resume anyone. */
    private static String key(String token) {
        return HexFormat.of().formatHex(Sha256.of(token));
    }
}
