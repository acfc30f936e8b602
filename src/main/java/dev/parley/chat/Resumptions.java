package dev.parley.chat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What connections have left behind, for who comes back with the token. Belongs to the chat thread. */
final class Resumptions {
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int TOKEN_BYTES = 16;

    /** At most so many; one more takes the place of the oldest. */
    private static final int MOST = 10_000;

    private record Kept(Parting parting, long untilNanos) {}

    private final Delivery delivery;
    private final Stamps stamps;
    private final RandomGenerator random;

    /** By their keys, the oldest first. */
    private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>();

    Resumptions(Delivery delivery, Stamps stamps, RandomGenerator random) {
        this.delivery = delivery;
        this.stamps = stamps;
        this.random = random;
    }

    void restore(Collection<Parting> stored) {
        stored.forEach(parting -> keep(parting, stamps.nanosAt(parting.until())));
    }

    /** What the member can be resumed with. */
    String token(Member member) {
        String token = member.token();
        if (token == null) {
            byte[] bytes = new byte[TOKEN_BYTES];
            random.nextBytes(bytes);
            token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            member.token(token);
        }
        return token;
    }

    /**
     * The connection of a member that had a token, and had not said goodbye, is gone.
     *
     * @param heard the id of the last event that was sent to it; 0 when none was
     */
    void ended(Member member, long heard) {
        String token = member.token();
        MemberState last = member.last();
        if (token != null && last != null) {
            Stamp stamp = stamps.next();
            var parting = new Parting(
                    key(token),
                    last,
                    Math.max(heard, member.arrivedAt()),
                    stamp.at().plus(PATIENCE));
            keep(parting, stamps.arrivedNanos() + PATIENCE.toNanos());
            delivery.deliver(new Event.Parted(stamp, parting), List.of(), null);
        }
    }

    private void keep(Parting parting, long untilNanos) {
        kept.values().removeIf(old -> old.untilNanos() - stamps.arrivedNanos() <= 0);
        if (kept.size() >= MOST) {
            kept.pollFirstEntry();
        }
        kept.put(parting.key(), new Kept(parting, untilNanos));
    }

    Optional<Parting> find(Secret token) {
        return Optional.ofNullable(kept.get(key(token.value())))
                .filter(found -> found.untilNanos() - stamps.arrivedNanos() > 0)
                .map(Kept::parting);
    }

    /** A token is good for once. */
    void resumed(Parting parting) {
        kept.remove(parting.key());
        delivery.deliver(new Event.Resumed(stamps.next(), parting.state().nick(), parting.key()), List.of(), null);
    }

    /** Whoever reads what is stored cannot resume anyone. */
    private static String key(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
