package dev.parley.chat;

import dev.parley.protocol.Answer;
import dev.parley.protocol.Code;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who does not want to hear whom. Nobody is told that they are ignored, and nothing they are told shows it. */
final class Ignoring implements CommandHandler {
    /** At most so many; one more is refused. */
    private static final int MOST = 100;

    private final Identities identities;
    private final EventPublisher publisher;

    /** Of those who ignore someone. Mostly it is empty, and a line's way as short as if there were none of this. */
    private final Map<Member, Ignored> byMember = new HashMap<>();

    Ignoring(Identities identities, EventPublisher publisher) {
        this.identities = identities;
        this.publisher = publisher;
    }

    @Override
    public void register(Commands commands) {
        commands.on(Command.Ignore.class, this::ignore);
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

    private void ignore(Member member, Command.Ignore ignore) {
        ignore.nick().ifPresentOrElse(name -> turn(member, name), () -> list(member));
    }

    private void list(Member member) {
        List<String> names = of(member).names();
        publisher.answer(
                member, new Answer.Notice("You ignore " + (names.isEmpty() ? "nobody" : String.join(", ", names))));
    }

    /** Ignores someone, or no longer. */
    void turn(Member member, String text) {
        Optional<Nick> name = Nick.of(text);
        Ignored ignored = of(member);
        name.flatMap(identities::find)
                .ifPresentOrElse(
                        identity -> turn(member, ignored, identity, identities.spelled(name.orElseThrow())),
                        () -> publisher.refuse(member, Code.NO_SUCH_USER, "nobody here is called " + text));
        if (ignored.isEmpty()) {
            byMember.remove(member);
        } else {
            byMember.put(member, ignored);
        }
    }

    private void turn(Member member, Ignored ignored, Identity identity, Nick name) {
        if (ignored.remove(identity)) {
            hearsAgain(member, name);
        } else if (identity.equals(Identity.of(member))) {
            publisher.refuse(member, Code.BAD_ARGUMENT, "that is you");
        } else if (ignored.names().size() >= MOST) {
            publisher.refuse(member, Code.BAD_ARGUMENT, "you ignore " + MOST + " already");
        } else {
            ignored.add(identity);
            publisher.answer(member, new Answer.Notice("You ignore " + name + "; /ignore " + name + " again ends it"));
        }
    }

    private void hearsAgain(Member member, Nick name) {
        publisher.answer(member, new Answer.Notice("You hear " + name + " again"));
    }

    /** A connection is about to log in or out: who ignores it goes on doing so. */
    void changes(Member connection) {
        byMember.values().forEach(ignored -> ignored.keep(connection));
    }

    /** A connection has logged in: nobody ignores their own account, and none of its connections. */
    void loggedIn(Member connection) {
        Identity account = Identity.of(connection);
        byMember.forEach((member, ignored) -> {
            if (account.equals(Identity.of(member))) {
                ignored.remove(account);
            }
        });
        byMember.values().removeIf(Ignored::isEmpty);
    }

    /** An account is no more: a later one of the same name is another's. */
    void dropped(Nick account) {
        byMember.values().forEach(ignored -> ignored.dropped(account));
        byMember.values().removeIf(Ignored::isEmpty);
    }

    void departed(Member connection) {
        byMember.remove(connection);
        byMember.values().forEach(ignored -> ignored.departed(connection));
        byMember.values().removeIf(Ignored::isEmpty);
    }

    private Ignored of(Member member) {
        return byMember.getOrDefault(member, new Ignored());
    }
}
