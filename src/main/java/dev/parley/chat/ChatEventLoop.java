package dev.parley.chat;

import dev.parley.chat.port.EventLog;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Orders everything that happens in the chat, and applies it on a single thread.
 *
 * <p>Readers add the commands of their clients in order. The chat thread takes all pending tasks and applies them to
 * the {@link Chat}. The {@link EventLog} stores the resulting events, and only then the {@link Delivery} sends them. A
 * client has at most {@value Member#MAX_PENDING} pending tasks; after that, {@link #received(Member, Command, Command,
 * long)} waits. The number of connections therefore bounds the queue, and a flooding client is slowed down because its
 * socket is not read. See docs/concurrency.md.
 */
public final class ChatEventLoop implements ChatInput {
    private static final System.Logger log = System.getLogger(ChatEventLoop.class.getName());

    /** Most tasks whose events are stored and delivered together; other pending tasks follow in the next batch. */
    private static final int BATCH_SIZE = 512;

    private static final long HEARTBEAT_NANOS = 1_000_000_000;

    private final LinkedBlockingQueue<ChatTask> pending = new LinkedBlockingQueue<>();
    private final Chat chat;
    private final EventLog eventLog;
    private final Delivery delivery;
    /** Last batch whose events were passed to the event log. */
    private volatile List<ChatTask> committing = List.of();

    /** The only thread that may touch the chat. */
    private @Nullable Thread chatThread;

    private boolean saved = true;
    private volatile long nextHeartbeat = System.nanoTime();

    public ChatEventLoop(Chat chat, EventLog eventLog, Delivery delivery) {
        this.chat = chat;
        this.eventLog = eventLog;
        this.delivery = delivery;
    }

    /** Returns the input for what happens on other replicas. */
    public FollowerInput followers() {
        return new FollowerInput();
    }

    /** Starts the chat thread. There is always one as long as the process runs. */
    public void start() {
        startChatThread(this::run);
    }

    /** Whether tasks are applied. Before the start, tasks wait. */
    public synchronized boolean isStarted() {
        return chatThread != null;
    }

    private synchronized void startChatThread(Runnable task) {
        chatThread = Thread.ofPlatform().name("chat").daemon().start(task);
    }

    /**
     * Starts another chat thread if a commit keeps the current one waiting for too long. The new one delivers the batch
     * as not stored and continues; the old one ends when its commit does. To be called regularly, by any thread.
     */
    public synchronized void checkCommit() {
        try {
            if (eventLog.giveUpLateCommit()) {
                List<ChatTask> late = committing;
                startChatThread(() -> {
                    deliver(late, false);
                    run();
                });
            }
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "Could not start another chat thread; this one continues after its commit", e);
        }
    }

    @Override
    public void opened(Member member) {
        pending.add(new ChatTask.ClientConnected(member, System.nanoTime()));
    }

    @Override
    public void received(Member member, Command command, Command typed, long arrivedNanos) throws InterruptedException {
        member.acquirePending();
        pending.add(new ChatTask.CommandReceived(member, command, ChatInput.word(command, typed), arrivedNanos));
    }

    @Override
    public void ended(Member member, long lastWritten, Consumer<MemberSnapshot> left) {
        pending.add(new ChatTask.ClientDisconnected(member, lastWritten, left, System.nanoTime()));
    }

    @Override
    public <T> CompletableFuture<T> ask(ChatQuery<T> query) {
        var asked = new ChatTask.PendingQuery<>(query, answer -> {}, System.nanoTime());
        pending.add(asked);
        return asked.answer();
    }

    private void run() {
        while (heartbeat()) {
            List<ChatTask> batch = new ArrayList<>();
            try {
                ChatTask first = pending.poll(nextHeartbeat - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (first != null) {
                    batch.add(first);
                }
            } catch (InterruptedException e) {
                return;
            }
            pending.drainTo(batch, BATCH_SIZE - 1);
            if (!batch.isEmpty()) {
                apply(batch);
            }
        }
    }

    /** Returns whether this is still the chat thread after the heartbeat, which may be given up. */
    private boolean heartbeat() {
        if (isChatThread() && System.nanoTime() - nextHeartbeat >= 0) {
            nextHeartbeat = System.nanoTime() + HEARTBEAT_NANOS;
            committing = List.of();
            try {
                eventLog.heartbeat();
            } catch (RuntimeException | Error e) {
                log.log(Level.ERROR, "A heartbeat failed", e);
            }
        }
        return isChatThread();
    }

    private synchronized boolean isChatThread() {
        return Thread.currentThread() == chatThread;
    }

    /**
     * Applies a batch, waits for its commit, and delivers it. The chat thread survives any failure, because without
     * this thread the service would accept clients and never answer.
     */
    private void apply(List<ChatTask> batch) {
        boolean isStored = false;
        try {
            batch.forEach(this::apply);
            committing = batch;
            isStored = eventLog.append(chat.takeRecorded());
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "Could not apply a batch", e);
        }
        if (isChatThread()) {
            deliver(batch, isStored);
        }
    }

    private void deliver(List<ChatTask> batch, boolean isStored) {
        try {
            boolean wasSaved = saved;
            saved = isStored;
            chat.stored(saved);
            delivery.flush(saved);
            if (saved != wasSaved) {
                chat.historyChanged(saved);
                delivery.flush(saved);
            }
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "Could not deliver a batch", e);
        } finally {
            batch.forEach(task -> complete(task, isStored));
        }
    }

    private static void complete(ChatTask task, boolean isStored) {
        if (task instanceof ChatTask.PendingQuery<?> asked) {
            asked.complete(isStored);
        }
    }

    private void apply(ChatTask task) {
        try {
            chat.apply(task);
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "Could not apply a " + task.getClass().getSimpleName(), e);
        } finally {
            if (task instanceof ChatTask.CommandReceived received) {
                received.member().releasePending();
            } else if (task instanceof ChatTask.FollowerTask remote) {
                remote.applied().run();
            }
        }
    }

    /**
     * Adds what happens on replicas of the chat to the event loop of the leader. A replica limits what its clients have
     * pending, so nothing waits here. Each task reports on the chat thread when it is applied, before its results are
     * stored.
     */
    public final class FollowerInput {
        public void opened(Member member, Runnable applied) {
            add(new ChatTask.ClientConnected(member, System.nanoTime()), applied);
        }

        /** @param word see {@link ChatInput#word} */
        public void received(Member member, Command command, @Nullable String word, Runnable applied) {
            add(new ChatTask.CommandReceived(member, command, word, System.nanoTime()), applied);
        }

        /** See {@link ChatInput#ended}. */
        public void ended(Member member, long lastWritten, Consumer<MemberSnapshot> left, Runnable applied) {
            add(new ChatTask.ClientDisconnected(member, lastWritten, left, System.nanoTime()), applied);
        }

        /** @param answered receives the answer, which is empty if the query failed; called by the chat thread */
        public <T> void ask(ChatQuery<T> query, Consumer<Optional<T>> answered, Runnable applied) {
            add(new ChatTask.PendingQuery<>(query, answered, System.nanoTime()), applied);
        }

        /** Returns the id of the newest event when all tasks before are applied and stored. */
        public CompletableFuture<Long> stored() {
            return ChatEventLoop.this.ask(new ChatQuery.LastId());
        }

        private void add(ChatTask task, Runnable applied) {
            pending.add(new ChatTask.FollowerTask(task, applied));
        }
    }
}
