package dev.parley.chat;

import dev.parley.protocol.Nick;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Nicks of all connections, and the accounts they are logged in to. Every connection in the chat has a nick. Several
 * connections have the same nick only if it is the name of their account.
 */
final class Nicks {
    private static final int MIN_GUEST_CHARS = 4;

    private final Map<Nick, List<Member>> holders = new HashMap<>();
    private final Map<Nick, List<Member>> connections = new HashMap<>();
    private final RandomGenerator random;

    Nicks(RandomGenerator random) {
        this.random = random;
    }

    /** Takes a free guest nick for a newcomer. It has four hex digits, or more if the nicks tried before were taken. */
    Nick guest(Member member) {
        Nick nick = freeGuest();
        hold(nick, member);
        return nick;
    }

    /** Adds a member that has a nick, and may have an account. */
    void restore(Member member) {
        hold(member.nick(), member);
        if (member.account() != null) {
            connections
                    .computeIfAbsent(member.account(), unused -> new ArrayList<>(1))
                    .add(member);
        }
    }

    /** Returns a guest nick that is free. */
    Nick freeGuest() {
        for (int digits = MIN_GUEST_CHARS; ; digits++) {
            String suffix = ("%0" + digits + "x").formatted(random.nextLong(1L << 4 * digits));
            Nick nick = Nick.guest(suffix);
            if (!holders.containsKey(nick)) {
                return nick;
            }
        }
    }

    /**
     * Whether a member may take a nick. The nick must be the name of the member's account, or no other member may have
     * it.
     */
    boolean free(Nick nick, Member member) {
        return nick.equals(member.account()) || holders(nick).stream().allMatch(member::equals);
    }

    void rename(Member member, Nick to) {
        remove(holders, member.nick(), member);
        hold(to, member);
    }

    void logIn(Member member, Nick account) {
        logOut(member);
        member.logIn(account);
        connections.computeIfAbsent(account, unused -> new ArrayList<>(1)).add(member);
    }

    void logOut(Member member) {
        if (member.account() != null) {
            remove(connections, member.account(), member);
            member.logOut();
        }
    }

    /** Frees the nick of a member that leaves. */
    void depart(Member member) {
        remove(holders, member.nick(), member);
        if (member.account() != null) {
            remove(connections, member.account(), member);
        }
    }

    private static void remove(Map<Nick, List<Member>> members, Nick name, Member member) {
        List<Member> sharers = members.get(name);
        if (sharers != null && sharers.remove(member) && sharers.isEmpty()) {
            members.remove(name);
        }
    }

    /** Returns all connections that are logged in to an account, in the order they logged in, whatever their nicks. */
    List<Member> connections(Nick account) {
        return List.copyOf(connections.getOrDefault(account, List.of()));
    }

    /** Returns all connections with a nick, in the order they took it. */
    List<Member> holders(Nick nick) {
        return holders.getOrDefault(nick, List.of());
    }

    private void hold(Nick nick, Member member) {
        holders.computeIfAbsent(nick, unheld -> new ArrayList<>(1)).add(member);
    }
}
