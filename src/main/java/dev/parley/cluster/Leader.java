package dev.parley.cluster;

import dev.parley.chat.Chat;
import dev.parley.chat.Member;
import dev.parley.chat.port.ConnectedMember;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import java.util.LinkedHashMap;
import java.util.Map;

/** Continues the chat of the earlier leader, and takes the commands of all replicas. */
public final class Leader implements AutoCloseable {
    private final LeaderStart start;
    private final ChatLog log;
    private final ChatLogWriter writer;
    private final LeaderMembers members;
    private final CommandInbox inbox;
    private final LogNotifier notifier;

    Leader(
            LeaderStart start,
            ChatLog log,
            ChatLogWriter writer,
            LeaderMembers members,
            CommandInbox inbox,
            LogNotifier notifier) {
        this.start = start;
        this.log = log;
        this.writer = writer;
        this.members = members;
        this.inbox = inbox;
        this.notifier = notifier;
    }

    /** Restores the connected members. Called after the chat has its stored state, and before any task is applied. */
    public void restore(Chat chat, Map<RoomName, RoomLife> lives) {
        log.start(start.end());
        Map<Member, ConnectedMember> restored = new LinkedHashMap<>();
        for (LeaderStart.Connected connected : start.members()) {
            LeaderMembers.Stored stored = connected.stored();
            Member member = members.add(stored.client(), connected.incarnation());
            ConnectedMember connectedMember = stored.member();
            if (connectedMember != null) {
                chat.restore(member, connectedMember, lives);
                if (!connectedMember.departed()) {
                    restored.put(member, connectedMember);
                }
            }
            writer.follow(member);
        }
        restored.forEach((member, stored) -> chat.restoreIgnored(member, stored, members::find));
        start.topics().forEach(chat::restoreTopic);
        writer.begin(chat);
    }

    /** Begins to take commands. Called when the chat thread runs. */
    public void start() {
        notifier.start();
        Map<Integer, Long> applied = start.applied();
        inbox.start(applied, start.unapplied(applied));
    }

    @Override
    public void close() {
        writer.close();
        inbox.close();
        notifier.close();
    }
}
