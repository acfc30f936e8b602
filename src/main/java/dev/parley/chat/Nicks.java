package dev.parley.chat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Who holds which nick. Every connection holds one from its first to its last moment. */
final class Nicks {
    private static final int SHORTEST_GUEST = 4;

    private final Map<Nick, Member> holders = new HashMap<>();
    private final RandomGenerator random;

    Nicks(RandomGenerator random) {
        this.random = random;
    }

    /** Takes a free guest nick: four hex digits, or more where those are taken. */
    Nick guest(Member member) {
        for (int digits = SHORTEST_GUEST; ; digits++) {
            String suffix = ("%0" + digits + "x").formatted(random.nextLong(1L << 4 * digits));
            Nick nick = Nick.guest(suffix);
            if (holders.putIfAbsent(nick, member) == null) {
                return nick;
            }
        }
    }

    /** Whether the nick is free for this member: nobody's, or its own in other letters. */
    boolean free(Nick nick, Member member) {
        Member holder = holders.get(nick);
        return holder == null || holder == member;
    }

    void rename(Member member, Nick to) {
        holders.remove(member.nick());
        holders.put(to, member);
    }

    void release(Member member) {
        holders.remove(member.nick(), member);
    }

    Optional<Member> find(Nick nick) {
        return Optional.ofNullable(holders.get(nick));
    }
}
