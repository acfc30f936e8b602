package dev.parley.cluster;

import dev.parley.chat.Audience;
import dev.parley.chat.Chat;
import dev.parley.chat.Delivery;
import dev.parley.chat.Member;
import dev.parley.history.CommitParticipant;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes all output of the chat to the log that the replicas follow, in the commit of the events that caused it. Used
 * by the chat thread of the leader.
 */
final class ChatLogWriter implements Delivery, CommitParticipant {
    private static final Logger logger = LoggerFactory.getLogger(ChatLogWriter.class);

    private final ChatLog log;
    private final ChatLogCodec codec;
    private final LeaderMembers members;
    private final Runnable stored;
    private final Runnable lost;
    private volatile boolean isLost;

    /** Encoded entries. */
    private List<String> entries = new ArrayList<>();

    /** Members whose states are outdated in the log. */
    private final Set<Member> changed = new LinkedHashSet<>();

    /** Clients whose stored members are outdated. */
    private final Set<String> outdated = new LinkedHashSet<>();

    private final Map<Integer, Long> applied = new LinkedHashMap<>();

    /** Replicas whose members have been removed. */
    private final Set<Integer> endedReplicas = new LinkedHashSet<>();

    /** Replicas whose commands are applied one at a time; null if the database knows them. */
    private @Nullable Set<Integer> stepping;

    private @Nullable Chat chat;

    /** Whether no row of this leader is stored. */
    private boolean isFirst;

    /** Whether a commit of the current entries was tried before. */
    private boolean isRepeated;

    /**
     * @param stored called when further entries are stored; MUST NOT block
     * @param lost called once if this process cannot lead any more; MUST NOT block
     */
    ChatLogWriter(ChatLog log, ChatLogCodec codec, LeaderMembers members, Runnable stored, Runnable lost) {
        this.log = log;
        this.codec = codec;
        this.members = members;
        this.stored = stored;
        this.lost = lost;
    }

    /** Has a row written even if nothing happens, so that the replicas see that there is another leader. */
    void begin(Chat leaders) {
        chat = leaders;
        isFirst = true;
    }

    private Chat chat() {
        return Objects.requireNonNull(chat, "This process does not lead");
    }

    /** Ends the term, because what was applied cannot be stored: the next leader applies it again. */
    private void lose() {
        if (!isLost) {
            isLost = true;
            logger.error("Stopping, because the log cannot be written");
            lost.run();
        }
    }

    /** Notes that this process stops anyway. */
    void close() {
        isLost = true;
    }

    /** Has the states of a member written to the log. */
    void follow(Member member) {
        member.reportTo(changed);
    }

    @Override
    public void deliver(ChatEvent event, Audience audience) {
        if (!audience.members().isEmpty()) {
            add(new ChatLogEntry.EventDelivered(event, recipients(audience)));
        }
    }

    private static ChatLogEntry.Recipients recipients(Audience audience) {
        Member except = audience.except();
        RoomName room = audience.room();
        // Each hidden member is in a room of its own, and all these rooms have the same name.
        if (room == null || room.equals(RoomName.HIDDEN)) {
            List<String> clients = audience.members().stream()
                    .filter(audience::includes)
                    .map(member -> member.client().id())
                    .toList();
            return new ChatLogEntry.Recipients(null, clients, null, List.of());
        }
        return new ChatLogEntry.Recipients(
                room,
                List.of(),
                except == null ? null : except.client().id(),
                audience.ignoring().stream().map(member -> member.client().id()).toList());
    }

    @Override
    public void answer(Member member, Reply reply) {
        add(new ChatLogEntry.ReplySent(member.client().id(), reply));
    }

    @Override
    public void end(Member member, Reply.@Nullable Bye bye) {
        add(new ChatLogEntry.ConnectionEnded(member.client().id(), bye));
    }

    /** Adds the end of a connection that is closed already. */
    void removed(Member member, MemberSnapshot state) {
        add(new ChatLogEntry.ConnectionRemoved(member.client().id(), state));
    }

    /** @param answer the answer as JSON; null if the query failed */
    void answered(int incarnation, long number, @Nullable String answer) {
        add(new ChatLogEntry.QueryAnswered(incarnation, number, answer));
    }

    void restrictionsChanged() {
        add(new ChatLogEntry.RestrictionsChanged());
    }

    /** Notes that all commands of a replica up to this number are applied. */
    void applied(int incarnation, long number) {
        applied.put(incarnation, number);
    }

    /** Notes that a replica has ended, and that all its members have been removed. */
    void ended(int incarnation) {
        endedReplicas.add(incarnation);
    }

    /** Notes whose commands are applied one at a time from now on. */
    void step(Set<Integer> incarnations) {
        stepping = incarnations;
    }

    private void add(ChatLogEntry entry) {
        addChanges();
        encode(entry);
    }

    /** Encodes an entry. One that cannot be encoded is left out, so that everything else is stored nevertheless. */
    private void encode(ChatLogEntry entry) {
        try {
            entries.add(codec.encode(entry));
        } catch (RuntimeException | Error e) {
            logger.error("Could not encode a {}", entry.getClass().getSimpleName(), e);
        }
    }

    private void addChanges() {
        for (Member member : changed) {
            String client = member.client().id();
            encode(new ChatLogEntry.MemberChanged(client, member.snapshot().orElse(null)));
            outdated.add(client);
        }
        changed.clear();
    }

    @Override
    public long lastWritten(Member member) {
        return members.lastWritten(member);
    }

    @Override
    public boolean isAllWritten(Member member) {
        return false;
    }

    @Override
    public boolean hasChanges() {
        return isFirst
                || !entries.isEmpty()
                || !changed.isEmpty()
                || !applied.isEmpty()
                || !endedReplicas.isEmpty()
                || stepping != null
                || log.isCheckpointDue();
    }

    @Override
    public void write(JdbcTemplate jdbc) {
        if (hasChanges() && !(isRepeated && log.isStored(jdbc))) {
            addChanges();
            List<String> all = new ArrayList<>(entries);
            applied.forEach((incarnation, number) ->
                    all.add(codec.encode(new ChatLogEntry.CommandsApplied(incarnation, number))));
            isRepeated = true;
            log.append(jdbc, all, applied);
            log.end(jdbc, endedReplicas);
            if (stepping != null) {
                log.step(jdbc, stepping);
            }
            members.store(jdbc, outdated, chat(), codec);
        }
    }

    @Override
    public void flush(boolean saved) {
        if (!saved) {
            lose();
        } else if (isRepeated) {
            isRepeated = false;
            isFirst = false;
            log.stored();
            entries = new ArrayList<>();
            applied.clear();
            outdated.clear();
            endedReplicas.clear();
            stepping = null;
            stored.run();
        }
    }
}
