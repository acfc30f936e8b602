package dev.parley.chat;

import dev.parley.protocol.Nick;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whom one member does not want to hear: accounts, wherever they are logged in, and connections, whatever they are called. */
final class IgnoreList {
    private final Set<Nick> accounts = new HashSet<>();
    private final Set<Member> connections = new HashSet<>();

    boolean hides(Member speaker) {
        return connections.contains(speaker) || isByAccount(speaker);
    }

    private boolean isByAccount(Member speaker) {
        return speaker.account() != null && accounts.contains(speaker.account());
    }

    void add(Identity identity) {
        switch (identity) {
            case Identity.Account account -> accounts.add(account.name());
            case Identity.Connection connection -> connections.add(connection.member());
        }
    }

    /** Whether it was ignored, an account by one of its connections at least. */
    boolean remove(Identity identity) {
        return switch (identity) {
            case Identity.Account account -> {
                boolean wasAccount = accounts.remove(account.name());
                boolean wasConnection =
                        connections.removeIf(connection -> account.name().equals(connection.account()));
                yield wasAccount || wasConnection;
            }
            case Identity.Connection connection -> connections.remove(connection.member());
        };
    }

    void dropped(Nick account) {
        accounts.remove(account);
    }

    /** The connection is about to be somebody else's, or nobody's: it is no way out. */
    void keep(Member connection) {
        if (isByAccount(connection)) {
            connections.add(connection);
        }
    }

    void departed(Member connection) {
        connections.remove(connection);
    }

    boolean isEmpty() {
        return accounts.isEmpty() && connections.isEmpty();
    }

    /** As they are called now, each once. */
    List<String> names() {
        return Stream.concat(
                        accounts.stream(),
                        connections.stream()
                                .filter(connection -> !isByAccount(connection))
                                .map(Member::nick))
                .map(Nick::value)
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .toList();
    }
}
