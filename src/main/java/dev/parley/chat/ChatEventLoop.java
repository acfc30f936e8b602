package dev.parley.chat;

import dev.parley.chat.port.EventLog;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Orders everything that happens in the chat, and applies it on a single thread.
 *
 * <p>Readers add the commands of their clients in order. The chat thread takes all pending tasks and applies them to
 * the {@link Chat}. The {@link EventLog} stores the resulting events, and only then the {@link Delivery} sends them;
 * the next batch is stored meanwhile. A client has at most {@value Member#MAX_PENDING} pending tasks; after that,
 * {@link #received} waits. The number of connections therefore bounds the queue, and a flooding client is slowed down
 * because its socket is not read. See docs/concurrency.md.
 */
public final class ChatEventLoop {
    private static final System.Logger log = System.getLogger(ChatEventLoop.class.getName());

    /** Most tasks whose events are stored and delivered together; other pending tasks follow in the next batch. */
    private static final int BATCH_SIZE = 512;

    private final LinkedBlockingQueue<ChatTask> pending = new LinkedBlockingQueue<>();
    private final Chat chat;
    private final EventLog eventLog;
    private final Delivery delivery;

    /** Batch that was applied last, until its commit has ended. */
    private @Nullable Batch committing;

    private boolean saved = true;

    /** Whether the next batch begins with the announcement that the history is paused, or stored again. */
    private boolean hasChanged;

    /** Tasks that were applied together: their output is sent, and their queries are answered, after one commit. */
    private static final class Batch {
        private final List<ChatTask.PendingQuery<?>> queries;
        private final Delivery.Output output;
        private final EventLog.Commit commit;
        private boolean isStored;

        Batch(List<ChatTask.PendingQuery<?>> queries, Delivery.Output output, EventLog.Commit commit) {
            this.queries = queries;
            this.output = output;
            this.commit = commit;
        }
    }

    public ChatEventLoop(Chat chat, EventLog eventLog, Delivery delivery) {
        this.chat = chat;
        this.eventLog = eventLog;
        this.delivery = delivery;
    }

    /** Starts the chat thread, which runs as long as the process. */
    public void start() {
        Thread.ofPlatform().name("chat").daemon().start(this::run);
    }

    /** Adds a new connection. */
    public void opened(Member member) {
        pending.add(new ChatTask.ClientConnected(member, System.nanoTime()));
    }

    /** Adds a client's command. Waits while this client has too many pending tasks. */
    public void received(Member member, Command command, long arrivedNanos) throws InterruptedException {
        received(member, command, command, arrivedNanos);
    }

    /**
     * Adds a command that replaces the client's command, such as the result of a look-up.
     *
     * @param typed the command that the client sent
     */
    public void received(Member member, Command command, Command typed, long arrivedNanos) throws InterruptedException {
        member.pendingPermits.acquire();
        pending.add(new ChatTask.CommandReceived(member, command, typed, arrivedNanos));
    }

    /**
     * Adds the end of a connection. MUST be the last call for a member.
     *
     * @param lastWritten id of the last event that was written to the connection; 0 if none was written
     * @param left receives the state with which the member left the chat; called by the chat thread; MUST NOT block
     */
    public void ended(Member member, long lastWritten, Consumer<MemberSnapshot> left) {
        pending.add(new ChatTask.ClientDisconnected(member, lastWritten, left, System.nanoTime()));
    }

    /** Adds a query, in order with everything that clients send. */
    public <T> CompletableFuture<T> ask(ChatQuery<T> query) {
        var asked = new ChatTask.PendingQuery<>(query, System.nanoTime());
        pending.add(asked);
        return asked.answer();
    }

    private void run() {
        List<ChatTask> tasks = new ArrayList<>();
        while (true) {
            try {
                if (committing == null) {
                    tasks.add(pending.take());
                }
            } catch (InterruptedException e) {
                return;
            }
            advance(tasks);
            tasks.clear();
        }
    }

    /**
     * Waits for the commit of the last batch, applies the next batch, and delivers the last one while the next one
     * commits. The chat thread survives any failure, because without this thread the service would accept clients and
     * never answer.
     */
    private void advance(List<ChatTask> tasks) {
        Batch last = committing;
        committing = null;
        try {
            if (last != null) {
                last.isStored = last.commit.await();
                stored(last.isStored);
            }
            pending.drainTo(tasks, BATCH_SIZE - tasks.size());
            if (!tasks.isEmpty() || hasChanged) {
                committing = apply(tasks);
            }
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "Could not apply a batch", e);
            queries(tasks).forEach(asked -> asked.complete(false));
        } finally {
            if (last != null) {
                deliver(last);
            }
        }
    }

    /** Applies tasks, and begins to store their events. */
    private Batch apply(List<ChatTask> tasks) {
        hasChanged = false;
        tasks.forEach(this::apply);
        return new Batch(queries(tasks), delivery.takeOutput(), eventLog.append(chat.takeRecorded()));
    }

    private static List<ChatTask.PendingQuery<?>> queries(List<ChatTask> tasks) {
        List<ChatTask.PendingQuery<?>> queries = new ArrayList<>();
        for (ChatTask task : tasks) {
            if (task instanceof ChatTask.PendingQuery<?> asked) {
                queries.add(asked);
            }
        }
        return queries;
    }

    private void stored(boolean isStored) {
        chat.stored(isStored);
        if (isStored != saved) {
            saved = isStored;
            hasChanged = true;
            chat.historyChanged(saved);
        }
    }

    private static void deliver(Batch batch) {
        try {
            batch.output.send(batch.isStored);
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "Could not deliver a batch", e);
        } finally {
            batch.queries.forEach(asked -> asked.complete(batch.isStored));
        }
    }

    private void apply(ChatTask task) {
        try {
            chat.apply(task);
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "Could not apply a " + task.getClass().getSimpleName(), e);
        } finally {
            if (task instanceof ChatTask.CommandReceived received) {
                received.member().pendingPermits.release();
            }
        }
    }
}
