package dev.parley.chat;

import dev.parley.chat.IdentityResolver.Identity;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnreadMessages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Private messages. A message is delivered at once to a connected recipient. For a registered recipient that is not
 * connected, the message is stored until the next login.
 */
final class DirectMessages {
    private final IdentityResolver identities;
    private final Presence presence;
    private final IgnoreLists ignoreLists;
    private final AwayStatus awayStatus;
    private final EventPublisher publisher;

    /** Number of unread messages of each account that has unread messages. */
    private final Map<Nick, Integer> waiting = new HashMap<>();

    /** Recipients of messages that are kept for later but may not be stored yet. */
    private final List<Nick> uncommitted = new ArrayList<>();

    /** Ids of messages that were shown, as long as the database may still have them as unread. */
    private final Set<Long> shown = new HashSet<>();

    DirectMessages(
            IdentityResolver identities,
            Presence presence,
            IgnoreLists ignoreLists,
            AwayStatus awayStatus,
            EventPublisher publisher) {
        this.identities = identities;
        this.presence = presence;
        this.ignoreLists = ignoreLists;
        this.awayStatus = awayStatus;
        this.publisher = publisher;
    }

    void restore(Map<Nick, Integer> stored) {
        waiting.putAll(stored);
    }

    void send(Member member, String to, String text, MuteFilter.Verdict verdict) {
        Optional<Nick> name = Nick.of(to);
        name.flatMap(identities::find)
                .ifPresentOrElse(
                        identity -> send(member, identity, identities.spelled(name.orElseThrow()), text, verdict),
                        () -> publisher.refuse(member, StatusCode.NO_SUCH_USER, "nobody here is called " + to));
    }

    /** @param to name that the message is addressed to; may be the current nick of an account's owner */
    private void send(Member member, Identity identity, Nick to, String text, MuteFilter.Verdict verdict) {
        List<Member> recipients = identities.connections(identity);
        if (recipients.isEmpty() && waiting.getOrDefault(to, 0) >= ChatLimits.MAX_LISTED) {
            publisher.refuse(
                    member,
                    StatusCode.BUSY,
                    to + " is offline with " + ChatLimits.MAX_LISTED + " unread messages, the maximum");
            return;
        }
        presence.announce(member);
        awayStatus.clear(member);
        publisher.metrics().messageSent();
        if (recipients.isEmpty()) {
            if (!verdict.isShadowed()) {
                waiting.merge(to, 1, Integer::sum);
                uncommitted.add(to);
            }
            send(
                    member,
                    new ChatEvent.DirectMessage(publisher.nextStamp(), member.nick(), to, text, to, true),
                    recipients,
                    verdict);
            publisher.answer(member, new Reply.StoredForLater(to));
        } else {
            Nick account = recipients.getFirst().account();
            send(
                    member,
                    new ChatEvent.DirectMessage(publisher.nextStamp(), member.nick(), to, text, account, false),
                    recipients,
                    verdict);
            awayStatus.noticeAway(member, to, recipients);
        }
    }

    private void send(
            Member member, ChatEvent.DirectMessage message, List<Member> recipients, MuteFilter.Verdict verdict) {
        publisher.answer(member, new Reply.DirectMessageSent(message));
        Audience audience = Audience.of(recipients).without(member).withoutIgnoring(ignoreLists.ignorersOf(member));
        publisher.publishUnlessShadowed(member, verdict, message, audience);
    }

    /** Shows a member that has just logged in the unread messages of its account. */
    void show(Member member, Nick account, UnreadMessages mail) {
        setWaiting(account, mail.more());
        List<ChatEvent.DirectMessage> unread = unread(mail.messages());
        if (!unread.isEmpty()) {
            Stamp stamp = publisher.nextStamp();
            publisher.answer(member, new Reply.Unread(unread, mail.more(), stamp.at()));
            read(stamp, account, unread);
        }
    }

    /** Marks the private messages among these events as read, because their recipient is shown the events now. */
    void seen(Nick account, List<ChatEvent> events) {
        List<ChatEvent.DirectMessage> waited = unread(events);
        if (!waited.isEmpty()) {
            setWaiting(account, waiting.getOrDefault(account, 0) - waited.size());
            read(publisher.nextStamp(), account, waited);
        }
    }

    private List<ChatEvent.DirectMessage> unread(List<? extends ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.DirectMessage.class::isInstance)
                .map(ChatEvent.DirectMessage.class::cast)
                .filter(ChatEvent.DirectMessage::unread)
                .filter(message -> !shown.contains(message.stamp().id()))
                .toList();
    }

    private void read(Stamp stamp, Nick account, List<ChatEvent.DirectMessage> messages) {
        List<Long> ids = messages.stream().map(message -> message.stamp().id()).toList();
        shown.addAll(ids);
        publisher.publish(new ChatEvent.DirectMessagesRead(stamp, account, ids));
    }

    private void setWaiting(Nick account, int count) {
        if (count > 0) {
            waiting.put(account, count);
        } else {
            waiting.remove(account);
        }
    }

    /** Reports whether everything since the last call is stored. */
    void stored(boolean saved) {
        if (saved) {
            shown.clear();
        } else {
            uncommitted.forEach(account -> setWaiting(account, waiting.getOrDefault(account, 0) - 1));
        }
        uncommitted.clear();
    }

    /** Forgets the unread messages of a deleted account. */
    void forget(Nick account) {
        waiting.remove(account);
    }
}
