package dev.parley.chat;

import dev.parley.chat.port.MuteVerdict;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnreadMessages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one person tells another: at once where they are here, at their next login where they are registered. */
final class DirectMessages {
    private final IdentityResolver identities;
    private final Presence attendance;
    private final IgnoreLists ignoring;
    private final AwayStatus absence;
    private final EventPublisher publisher;

    /** How many messages wait, of each account that any wait for. */
    private final Map<Nick, Integer> waiting = new HashMap<>();

    /** For whom something was kept that may not be stored yet. */
    private final List<Nick> latest = new ArrayList<>();

    DirectMessages(
            IdentityResolver identities,
            Presence attendance,
            IgnoreLists ignoring,
            AwayStatus absence,
            EventPublisher publisher) {
        this.identities = identities;
        this.attendance = attendance;
        this.ignoring = ignoring;
        this.absence = absence;
        this.publisher = publisher;
    }

    void restore(Map<Nick, Integer> stored) {
        waiting.putAll(stored);
    }

    void tell(Member member, String to, String text, MuteVerdict verdict) {
        Optional<Nick> name = Nick.of(to);
        name.flatMap(identities::find)
                .ifPresentOrElse(
                        identity -> tell(member, identity, identities.spelled(name.orElseThrow()), text, verdict),
                        () -> publisher.refuse(member, StatusCode.NO_SUCH_USER, "nobody here is called " + to));
    }

    /** @param to the name that the message is addressed to, which may be a nick of an account's owner */
    private void tell(Member member, Identity identity, Nick to, String text, MuteVerdict verdict) {
        List<Member> hearers = identities.connections(identity);
        if (hearers.isEmpty() && waiting.getOrDefault(to, 0) >= ChatLimits.LISTED) {
            publisher.refuse(
                    member, StatusCode.BUSY, to + " is not here, and " + ChatLimits.LISTED + " messages wait already");
            return;
        }
        attendance.announce(member);
        absence.spoken(member);
        publisher.metrics().messageSaid();
        if (hearers.isEmpty()) {
            if (!verdict.isShadowed()) {
                waiting.merge(to, 1, Integer::sum);
                latest.add(to);
            }
            tell(
                    member,
                    new ChatEvent.DirectMessage(publisher.nextStamp(), member.nick(), to, text, to, true),
                    hearers,
                    verdict);
            publisher.answer(member, new Reply.StoredForLater(to));
        } else {
            Nick account = hearers.getFirst().account();
            tell(
                    member,
                    new ChatEvent.DirectMessage(publisher.nextStamp(), member.nick(), to, text, account, false),
                    hearers,
                    verdict);
            absence.tell(member, to, hearers);
        }
    }

    private void tell(Member member, ChatEvent.DirectMessage told, List<Member> hearers, MuteVerdict verdict) {
        publisher.answer(member, new Reply.DirectMessageSent(told));
        Audience audience = Audience.of(hearers).without(member).withoutIgnoring(ignoring.ignorersOf(member));
        publisher.publishWritten(member, verdict, told, audience);
    }

    /** Shows who has logged in what was found to wait for them. */
    void show(Member member, Nick account, UnreadMessages mail) {
        setWaiting(account, mail.more());
        if (!mail.messages().isEmpty()) {
            publisher.answer(member, new Reply.Unread(mail.messages(), mail.more()));
            read(account, mail.messages());
        }
    }

    /** Some of what waited is among what its owner is shown now. */
    void seen(Nick account, List<ChatEvent> events) {
        List<ChatEvent.DirectMessage> waited = events.stream()
                .filter(ChatEvent.DirectMessage.class::isInstance)
                .map(ChatEvent.DirectMessage.class::cast)
                .filter(ChatEvent.DirectMessage::unread)
                .toList();
        if (!waited.isEmpty()) {
            setWaiting(account, waiting.getOrDefault(account, 0) - waited.size());
            read(account, waited);
        }
    }

    private void read(Nick account, List<ChatEvent.DirectMessage> messages) {
        List<Long> ids = messages.stream().map(told -> told.stamp().id()).toList();
        publisher.publish(new ChatEvent.DirectMessagesRead(publisher.nextStamp(), account, ids));
    }

    private void setWaiting(Nick account, int count) {
        if (count > 0) {
            waiting.put(account, count);
        } else {
            waiting.remove(account);
        }
    }

    /** Whether what was kept since the last call is stored. */
    void stored(boolean saved) {
        if (!saved) {
            latest.forEach(account -> setWaiting(account, waiting.getOrDefault(account, 0) - 1));
        }
        latest.clear();
    }

    /** The account is no more. */
    void forget(Nick account) {
        waiting.remove(account);
    }
}
