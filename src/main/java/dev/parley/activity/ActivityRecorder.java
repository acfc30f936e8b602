package dev.parley.activity;

import dev.parley.chat.ChatObserver;
import dev.parley.chat.Member;
import dev.parley.chat.port.Client;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.session.ClosedSession;
import dev.parley.session.SessionObserver;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Publishes the events of the chat and of sessions. */
final class ActivityRecorder implements ChatObserver, SessionObserver {
    private static final double MILLIS = 1e3;

    private final ActivityLog activity;
    private final RecentDisconnects recentDisconnects;
    private final InstantSource clock;

    ActivityRecorder(ActivityLog activity, RecentDisconnects recentDisconnects, InstantSource clock) {
        this.activity = activity;
        this.recentDisconnects = recentDisconnects;
        this.clock = clock;
    }

    @Override
    public void arrived(Member member) {
        activity.publish(
                new ActivityEvent.Connected(now(), who(member), member.client().listener()));
    }

    @Override
    public void commanded(Member member, String word) {
        activity.publish(new ActivityEvent.CommandUsed(now(), who(member), word));
    }

    @Override
    public void closed(Client client, ClosedSession ended, MemberSnapshot left) {
        activity.publish(new ActivityEvent.Disconnected(
                now(),
                EventSubject.of(client, left.nick(), left.account()),
                client.listener(),
                ended.reason().label(),
                ended.lasted().toMillis() / MILLIS,
                ended.client().linesIn(),
                ended.client().linesOut()));
        recentDisconnects.add(ended, left, now());
    }

    @Override
    public void happened(ChatEvent event, @Nullable Member by) {
        switch (event) {
            case ChatEvent.Said said -> spoke(said, "message", said.from(), said.room(), null, said.text(), by);
            case ChatEvent.Emoted acted -> spoke(acted, "action", acted.from(), acted.room(), null, acted.text(), by);
            case ChatEvent.DirectMessage direct ->
                spoke(direct, "private", direct.from(), null, direct.to(), direct.text(), by);
            case ChatEvent.TopicSet set -> spoke(set, "topic", set.from(), set.room(), null, set.text(), by);
            case ChatEvent.Joined joined ->
                activity.publish(new ActivityEvent.Joined(
                        ActivityEvent.millis(joined.stamp().at()),
                        who(joined.from(), by),
                        joined.room().value()));
            case ChatEvent.Left left ->
                activity.publish(new ActivityEvent.Left(
                        ActivityEvent.millis(left.stamp().at()),
                        who(left.from(), by),
                        left.room().value()));
            case ChatEvent.Renamed renamed ->
                activity.publish(new ActivityEvent.Renamed(
                        ActivityEvent.millis(renamed.stamp().at()),
                        who(renamed.to(), by),
                        renamed.from().value()));
            case ChatEvent.RoomSettingsChanged set ->
                moderated(set, set.from(), set.room(), "room-set", set.room().value(), "", set.what(), by);
            case ChatEvent.Kicked kicked ->
                moderated(
                        kicked,
                        kicked.from(),
                        kicked.room(),
                        "room-kick",
                        kicked.who().value(),
                        kicked.reason(),
                        "kicked",
                        by);
            // Operators' actions are published with the operator as actor. The other events have no author or no
            // recipient, or summarize events that were published.
            case ChatEvent.PresenceSummary summary -> {}
            case ChatEvent.RoomNotice notice -> {}
            case ChatEvent.Deleted deleted -> {}
            case ChatEvent.Announced announced -> {}
            case ChatEvent.HistoryStateChanged turned -> {}
            case ChatEvent.StoredOnlyEvent noted -> {}
        }
    }

    private void spoke(
            ChatEvent event,
            String kind,
            Nick from,
            @Nullable RoomName room,
            @Nullable Nick to,
            String text,
            @Nullable Member by) {
        activity.publish(new ActivityEvent.MessageSent(
                ActivityEvent.millis(event.stamp().at()),
                who(from, by),
                kind,
                room == null ? null : room.value(),
                to == null ? null : to.value(),
                Long.toString(event.stamp().id()),
                text.length()));
    }

    private void moderated(
            ChatEvent event,
            Nick from,
            RoomName room,
            String action,
            String target,
            String reason,
            String result,
            @Nullable Member by) {
        activity.publish(new ActivityEvent.Moderated(
                ActivityEvent.millis(event.stamp().at()),
                who(from, by),
                from.value(),
                action,
                target,
                reason,
                result,
                room.value()));
    }

    private static EventSubject who(Nick nick, @Nullable Member by) {
        return by != null && by.nick().equals(nick) ? who(by) : EventSubject.called(nick);
    }

    private static EventSubject who(Member member) {
        return EventSubject.of(member.client(), member.nick(), member.account());
    }

    private Instant now() {
        return ActivityEvent.millis(clock.instant());
    }
}
