package dev.parley.chat;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who does not want to hear whom. Nobody is told that they are ignored, and nothing they are told shows it. */
final class Ignoring {
    /** At most so many; one more is refused. */
    private static final int MOST = 100;

    private final Nicks nicks;
    private final Delivery delivery;

    /** Of those who ignore someone. Mostly it is empty, and a line's way as short as if there were none of this. */
    private final Map<Member, Ignored> byMember = new HashMap<>();

    Ignoring(Nicks nicks, Delivery delivery) {
        this.nicks = nicks;
        this.delivery = delivery;
    }

    /** Those of all hearers who want to hear what the speaker says. */
    Collection<Member> hearing(Member speaker, Collection<Member> hearers) {
        return byMember.isEmpty()
                ? hearers
                : hearers.stream().filter(hearer -> !isHidden(speaker, hearer)).toList();
    }

    private boolean isHidden(Member speaker, Member hearer) {
        Ignored ignored = byMember.get(hearer);
        return ignored != null && hearer != speaker && ignored.hides(speaker);
    }

    void list(Member member) {
        List<String> names = of(member).names();
        delivery.answer(
                member, new Answer.Notice("You ignore " + (names.isEmpty() ? "nobody" : String.join(", ", names))));
    }

    /** Ignores someone, or no longer. An account can be heard again also when nobody is here by it. */
    void turn(Member member, String name) {
        Optional<Nick> nick = Nick.of(name);
        Optional<Member> person =
                nick.flatMap(called -> nicks.holders(called).stream().findFirst());
        Ignored ignored = of(member);
        if (person.isPresent()) {
            turn(member, ignored, person.get());
        } else if (nick.isPresent() && ignored.remove(nick.get())) {
            hearsAgain(member, nick.get());
        } else {
            delivery.refuse(member, Code.NO_SUCH_USER, "nobody here is called " + name);
        }
        if (ignored.isEmpty()) {
            byMember.remove(member);
        } else {
            byMember.put(member, ignored);
        }
    }

    private void turn(Member member, Ignored ignored, Member person) {
        Nick name = person.nick();
        if (ignored.hides(person)) {
            ignored.remove(person);
            hearsAgain(member, name);
        } else if (person == member
                || person.account() != null && person.account().equals(member.account())) {
            delivery.refuse(member, Code.BAD_ARGUMENT, "that is you");
        } else if (ignored.names().size() >= MOST) {
            delivery.refuse(member, Code.BAD_ARGUMENT, "you ignore " + MOST + " already");
        } else {
            ignored.add(person);
            delivery.answer(member, new Answer.Notice("You ignore " + name + "; /ignore " + name + " again ends it"));
        }
    }

    private void hearsAgain(Member member, Nick name) {
        delivery.answer(member, new Answer.Notice("You hear " + name + " again"));
    }

    /** A connection is about to log in or out: who ignores it goes on doing so. */
    void changes(Member connection) {
        byMember.values().forEach(ignored -> ignored.keep(connection));
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
