package dev.parley.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one person tells another: at once where they are here, at their next login where they are registered. */
final class Mail {
    private final Nicks nicks;
    private final NickPolicy policy;
    private final Attendance attendance;
    private final Ignoring ignoring;
    private final Absence absence;
    private final Delivery delivery;
    private final ChatMetrics metrics;
    private final Stamps stamps;

    /** How many messages wait, of each account that any wait for. */
    private final Map<Nick, Integer> waiting = new HashMap<>();

    Mail(
            Nicks nicks,
            NickPolicy policy,
            Attendance attendance,
            Ignoring ignoring,
            Absence absence,
            Delivery delivery,
            ChatMetrics metrics,
            Stamps stamps) {
        this.nicks = nicks;
        this.policy = policy;
        this.attendance = attendance;
        this.ignoring = ignoring;
        this.absence = absence;
        this.delivery = delivery;
        this.metrics = metrics;
        this.stamps = stamps;
    }

    void restore(Map<Nick, Integer> stored) {
        waiting.putAll(stored);
    }

    void tell(Member member, String to, String text) {
        Nick.of(to)
                .filter(nick -> !nicks.holders(nick).isEmpty() || policy.isRegistered(nick))
                .ifPresentOrElse(
                        nick -> tell(member, nick, text),
                        () -> refuse(member, Code.NO_SUCH_USER, "nobody here is called " + to));
    }

    private void tell(Member member, Nick to, String text) {
        List<Member> hearers = nicks.holders(to);
        if (hearers.isEmpty() && waiting.getOrDefault(to, 0) >= ChatLimits.LISTED) {
            refuse(member, Code.BUSY, to + " is not here, and " + ChatLimits.LISTED + " messages wait already");
            return;
        }
        attendance.announce(member);
        absence.spoken(member);
        metrics.messageSaid();
        if (hearers.isEmpty()) {
            waiting.merge(to, 1, Integer::sum);
            tell(member, new Event.Told(stamps.next(), member.nick(), to, text, to, true), hearers);
            delivery.answer(member, new Answer.Kept(to));
        } else {
            Member first = hearers.getFirst();
            tell(
                    member,
                    new Event.Told(stamps.next(), member.nick(), first.nick(), text, first.account(), false),
                    hearers);
            absence.tell(member, hearers);
        }
    }

    private void tell(Member member, Event.Told told, List<Member> hearers) {
        delivery.answer(member, new Answer.YouTold(told));
        delivery.deliver(told, ignoring.hearing(member, hearers), null);
    }

    /** Shows who has logged in what was found to wait for them. */
    void show(Member member, Nick account, List<Event.Told> messages) {
        if (!messages.isEmpty()) {
            int more = seen(account, messages);
            delivery.answer(member, new Answer.Waited(messages, more));
        }
    }

    /** These are shown to their account, and wait no more; returns how many do. */
    int seen(Nick account, List<Event.Told> messages) {
        int more = Math.max(0, waiting.getOrDefault(account, 0) - messages.size());
        if (more == 0) {
            waiting.remove(account);
        } else {
            waiting.put(account, more);
        }
        var read = new Event.MailRead(
                stamps.next(), account, messages.getLast().stamp().id());
        delivery.deliver(read, List.of(), null);
        return more;
    }

    /** The account is no more. */
    void forget(Nick account) {
        waiting.remove(account);
    }

    private void refuse(Member member, Code code, String text) {
        delivery.answer(member, new Answer.Refused(code, text));
    }
}
