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
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Resume tokens, and the sessions of lost connections that can be resumed with them. Belongs to the chat thread. */
final class ResumeTokens {
    private static final int TOKEN_BYTES = 16;

    /** Most tokens of stored sessions; one more replaces the oldest. */
    private static final int MAX_TOKENS = 10_000;

    private record StoredToken(ResumableSession session, long untilNanos) {}

    private final EventPublisher publisher;
    private final EventClock eventClock;
    private final RandomGenerator random;
    private final SavedMembers savedMembers;

    /** Stored sessions by the hash of each token, the oldest first. */
    private final LinkedHashMap<String, StoredToken> kept = new LinkedHashMap<>();

    /**
     * Connected members that have a token, or have resumed with it and sent nothing since, by the hash of the token.
     */
    private final Map<String, Member> here = new HashMap<>();

    ResumeTokens(EventPublisher publisher, EventClock eventClock, RandomGenerator random, SavedMembers savedMembers) {
        this.publisher = publisher;
        this.eventClock = eventClock;
        this.random = random;
        this.savedMembers = savedMembers;
    }

    /**
     * Restores the stored sessions, even if they are too many, because some of them belong to connected members, which
     * are restored after this.
     */
    void restore(Collection<ResumableSession> stored) {
        stored.forEach(suspended -> put(suspended, eventClock.nanosAt(suspended.until())));
    }

    /** Returns the resume token of a member, and creates it at the first call. */
    String token(Member member) {
        String token = member.token();
        if (token == null) {
            byte[] bytes = new byte[TOKEN_BYTES];
            random.nextBytes(bytes);
            token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            here.remove(member.tokenHash());
            take(member, token, key(token));
        }
        return token;
    }

    /**
     * Restores a connected member whose tokens only the client knows. The member takes over its stored session, so that
     * its tokens are valid only as long as the member has them.
     */
    void restore(Member member, @Nullable String tokenHash, @Nullable String usedTokenHash) {
        if (tokenHash != null) {
            member.restorePosition(takeOver(tokenHash));
            take(member, null, tokenHash);
        }
        if (usedTokenHash != null) {
            member.resumed(Math.max(member.lastWritten(0), takeOver(usedTokenHash)));
            member.caughtUp(eventClock.last());
            here.put(usedTokenHash, member);
            member.usedTokenKey(usedTokenHash);
            savedMembers.add(member);
        }
    }

    /** Removes a stored session, and returns the position it has; 0 if there is no such session. */
    private long takeOver(String tokenHash) {
        StoredToken stored = kept.remove(tokenHash);
        return stored == null ? 0 : stored.session().lastWritten();
    }

    private void take(Member member, @Nullable String token, String hash) {
        member.token(token, hash);
        here.put(hash, member);
        savedMembers.add(member);
    }

    /**
     * Stores the session of a closed connection, if the connection had a token and its user did not quit.
     *
     * @param written id of the last event that was written to the connection; 0 if none was written
     */
    void ended(Member member, long written) {
        String key = sessionKey(member);
        savedMembers.remove(member);
        here.remove(member.tokenHash());
        confirm(member);
        MemberSnapshot last = member.resumableState();
        if (last != null && key != null) {
            suspend(key, last, member.lastWritten(written));
        }
    }

    /** Returns the key of the session that a member would leave; null if the member has no token. */
    static @Nullable String sessionKey(Member member) {
        String used = member.usedTokenKey();
        String own = member.tokenHash();
        if (used == null) {
            return own;
        }
        return own == null ? used : used + " " + own;
    }

    private void suspend(String key, MemberSnapshot state, long lastWritten) {
        Stamp stamp = publisher.nextStamp();
        var suspended = new ResumableSession(key, state, lastWritten, stamp.at().plus(ResumableSession.TIMEOUT));
        keep(suspended, eventClock.arrivedNanos() + ResumableSession.TIMEOUT.toNanos());
        publisher.publish(new ChatEvent.SessionSuspended(stamp, suspended));
    }

    private void keep(ResumableSession suspended, long untilNanos) {
        while (!kept.isEmpty()
                && (kept.size() >= MAX_TOKENS || isOver(kept.firstEntry().getValue()))) {
            kept.pollFirstEntry();
        }
        put(suspended, untilNanos);
    }

    private void put(ResumableSession suspended, long untilNanos) {
        var stored = new StoredToken(suspended, untilNanos);
        ResumableSession.tokenHashes(suspended.key()).forEach(hash -> kept.put(hash, stored));
    }

    private boolean isOver(StoredToken old) {
        return old.untilNanos() - eventClock.arrivedNanos() <= 0;
    }

    /** Returns the session that a lost connection left; empty while a connection has the token. */
    Optional<ResumableSession> find(Secret token) {
        String key = key(token.value());
        return Optional.ofNullable(kept.get(key))
                .filter(found -> !here.containsKey(key) && !isOver(found))
                .map(StoredToken::session);
    }

    /**
     * Returns the member that has this token. It may have left already, because its client has closed the connection or
     * was sent a bye, but the end of the connection is not known yet.
     */
    Optional<Member> here(Secret token) {
        return Optional.ofNullable(here.get(key(token.value())))
                .filter(member -> member.present() || member.resumableState() != null);
    }

    /**
     * Gives a session to the member that resumes it. Its token can be used again, also after a restart, until {@link
     * #confirm}, because the reply may be lost.
     *
     * @param left what the lost connection left; empty where it was still open
     */
    void resumed(Member member, Secret token, MemberSnapshot was, long lastWritten, Optional<ResumableSession> left) {
        String key = key(token.value());
        boolean isStored = left.filter(session -> session.key().equals(key)).isPresent();
        if (!isStored) {
            left.ifPresent(session -> remove(session.key(), was.nick()));
            suspend(key, was, lastWritten);
        }
        here.put(key, member);
        member.usedTokenKey(key);
        savedMembers.add(member);
    }

    /** Invalidates the token that a member resumed with: the member has sent something, so it knows that it resumed. */
    void confirm(Member member) {
        String used = member.usedTokenKey();
        if (used != null) {
            here.remove(used);
            member.usedTokenKey(null);
            remove(used, member.lastNick());
        }
    }

    private void remove(String key, Nick nick) {
        ResumableSession.tokenHashes(key).forEach(kept::remove);
        publisher.publish(new ChatEvent.Resumed(publisher.nextStamp(), nick, key));
    }

    /** Invalidates the tokens of a member: its own, and the one that it resumed with. */
    void forget(Member member) {
        savedMembers.remove(member);
        confirm(member);
        here.remove(member.tokenHash());
        member.forgetToken();
    }

    /**
     * Invalidates all tokens of an account and gives its connected members new ones; returns the number of new tokens.
     */
    int revoke(Nick account) {
        kept.values().removeIf(old -> account.equals(old.session().state().account()));
        List<Member> owners = here.values().stream()
                .filter(member -> account.equals(member.account()))
                .distinct()
                .toList();
        owners.forEach(this::forget);
        publisher.publish(new ChatEvent.TokensRevoked(publisher.nextStamp(), account));
        owners.forEach(owner -> publisher.answer(owner, new Reply.Resumable(token(owner))));
        return owners.size();
    }

    /**
     * Removes a room from the stored sessions of an account that was kicked from the room, so that a resume does not
     * rejoin it.
     */
    void expelled(Nick account, RoomName room) {
        for (StoredToken old : kept.values().stream().distinct().toList()) {
            MemberSnapshot state = old.session().state();
            if (account.equals(state.account()) && state.rooms().contains(room)) {
                Stamp stamp = publisher.nextStamp();
                ResumableSession suspended = old.session().without(room);
                keep(suspended, old.untilNanos());
                publisher.publish(new ChatEvent.SessionSuspended(stamp, suspended));
            }
        }
    }

    /** Hashes a token, so that stored keys cannot be used to resume a session. */
    private static String key(String token) {
        return HexFormat.of().formatHex(Sha256.of(token));
    }
}
