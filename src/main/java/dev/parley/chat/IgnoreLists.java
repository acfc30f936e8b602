package dev.parley.chat;

import dev.parley.chat.IdentityResolver.Identity;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Ignore lists of all members. Nothing that is sent to ignored members shows that they are ignored. */
final class IgnoreLists implements CommandDispatcher.CommandHandler {
    /** Most entries of one list; one more is refused. */
    private static final int MAX_IGNORED = 100;

    private final IdentityResolver identities;
    private final EventPublisher publisher;

    /** Lists of the members that ignore somebody. The map is usually empty, and then adds no cost to a message. */
    private final Map<Member, IgnoreList> byMember = new HashMap<>();

    IgnoreLists(IdentityResolver identities, EventPublisher publisher) {
        this.identities = identities;
        this.publisher = publisher;
    }

    @Override
    public void register(CommandDispatcher dispatcher) {
        dispatcher.on(Command.Ignore.class, this::ignore);
    }

    /** Returns the members, in any room, who ignore the sender. */
    Set<Member> ignorersOf(Member sender) {
        if (byMember.isEmpty()) {
            return Set.of();
        }
        Set<Member> ignorers = new HashSet<>();
        byMember.forEach((member, ignored) -> {
            if (member != sender && ignored.hides(sender)) {
                ignorers.add(member);
            }
        });
        return ignorers;
    }

    /** Accounts that a member ignores. */
    List<Nick> accounts(Member member) {
        return List.copyOf(of(member).accounts);
    }

    /** Clients that a member ignores. */
    List<String> clients(Member member) {
        return of(member).connections.stream()
                .map(connection -> connection.client().id())
                .toList();
    }

    void restore(Member member, List<Nick> accounts, List<Member> connections) {
        var ignored = new IgnoreList();
        ignored.accounts.addAll(accounts);
        ignored.connections.addAll(connections);
        if (!ignored.isEmpty()) {
            byMember.put(member, ignored);
        }
    }

    private void ignore(Member member, Command.Ignore ignore) {
        ignore.nick().ifPresentOrElse(name -> toggle(member, name), () -> list(member));
    }

    private void list(Member member) {
        List<String> names = of(member).names();
        publisher.answer(
                member, new Reply.Notice("You ignore " + (names.isEmpty() ? "nobody" : String.join(", ", names))));
    }

    /** Adds a person to a member's list, or removes them from it. */
    void toggle(Member member, String text) {
        Optional<Nick> name = Nick.of(text);
        IgnoreList ignored = of(member);
        name.flatMap(identities::find)
                .ifPresentOrElse(
                        identity -> toggle(member, ignored, identity, identities.spelled(name.orElseThrow())),
                        () -> publisher.refuse(member, StatusCode.NO_SUCH_USER, "nobody here is called " + text));
        if (ignored.isEmpty()) {
            byMember.remove(member);
        } else {
            byMember.put(member, ignored);
        }
        member.changedForLeaders();
    }

    private void toggle(Member member, IgnoreList ignored, Identity identity, Nick name) {
        if (ignored.remove(identity)) {
            stopIgnoring(member, name);
        } else if (identity.equals(Identity.of(member))) {
            publisher.refuse(member, StatusCode.BAD_ARGUMENT, "you cannot ignore yourself");
        } else if (ignored.names().size() >= MAX_IGNORED) {
            publisher.refuse(member, StatusCode.BAD_ARGUMENT, "your ignore list is full (" + MAX_IGNORED + " people)");
        } else {
            ignored.add(identity);
            publisher.answer(member, new Reply.Notice("You ignore " + name + "; /ignore " + name + " again to stop"));
        }
    }

    private void stopIgnoring(Member member, Nick name) {
        publisher.answer(member, new Reply.Notice("You no longer ignore " + name));
    }

    /**
     * Adds a connection that is about to log in or out to the lists that contain its account, so that it stays ignored.
     */
    void changes(Member connection) {
        byMember.values().forEach(ignored -> ignored.keep(connection));
    }

    /** Removes the account of a member from the lists of all its connections, because the member has logged in. */
    void loggedIn(Member connection) {
        Identity account = Identity.of(connection);
        byMember.forEach((member, ignored) -> {
            if (account.equals(Identity.of(member))) {
                ignored.remove(account);
            }
        });
        byMember.values().removeIf(IgnoreList::isEmpty);
    }

    /** Removes a deleted account from all lists, because a later account of this name belongs to somebody else. */
    void dropped(Nick account) {
        byMember.values().forEach(ignored -> ignored.dropped(account));
        byMember.values().removeIf(IgnoreList::isEmpty);
    }

    void departed(Member connection) {
        byMember.remove(connection);
        byMember.values().forEach(ignored -> ignored.departed(connection));
        byMember.values().removeIf(IgnoreList::isEmpty);
    }

    private IgnoreList of(Member member) {
        return byMember.getOrDefault(member, new IgnoreList());
    }

    /** Ignore list of one member. Accounts are ignored on all their connections, and connections under every nick. */
    private static final class IgnoreList {
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

        /**
         * Removes an identity; returns whether it was ignored. An account counts as ignored if one of its connections
         * is ignored.
         */
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

        /** Keeps ignoring this connection when it logs in or out. */
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

        /** Returns the current names of all entries, each name once. */
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
}
