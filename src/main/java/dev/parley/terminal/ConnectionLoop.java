package dev.parley.terminal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads what the server sends, and connects again after a lost connection, until the user or the server ends the chat. */
final class ConnectionLoop {
    private static final Duration MIN_PAUSE = Duration.ofMillis(500);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);
    private static final Duration BYE_TIMEOUT = Duration.ofSeconds(2);

    private final Connector connector;
    private final Conversation conversation;
    private final CountDownLatch quitting = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private Duration pause = MIN_PAUSE;
    private volatile int exitStatus = ChatCommand.OK;

    ConnectionLoop(Connector connector, Conversation conversation) {
        this.connector = connector;
        this.conversation = conversation;
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    int exitStatus() {
        return exitStatus;
    }

    /**
     * Runs until the chat is over.
     *
     * @param first commands to send if there is no chat yet to come back to
     */
    void run(ServerConnection connection, List<String> first) {
        try {
            String reason = converse(connection, first);
            while (conversation.lost(reason) && !isQuitting()) {
                ServerConnection next = reconnect();
                if (next == null) {
                    break;
                }
                reason = converse(next, first);
            }
            if (!isQuitting() && !conversation.isQuit() && exitStatus == ChatCommand.OK) {
                exitStatus = ChatCommand.LOST;
            }
        } catch (UsageException e) {
            exitStatus = ChatCommand.USAGE;
            conversation.hint(e.getMessage());
        } catch (RuntimeException e) {
            exitStatus = ChatCommand.LOST;
            conversation.hint("this client has a fault: " + e);
        } finally {
            conversation.showUnsent();
            over.countDown();
        }
    }

    /** Leaves the chat, and waits for the server's bye for a moment. */
    void quit(String command) {
        conversation.quit(command);
        quitting.countDown();
        try {
            over.await(BYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // The bye has arrived.
        }
        over.countDown();
    }

    private boolean isQuitting() {
        return quitting.getCount() == 0;
    }

    /** Returns why the connection has ended; null if the user quits. */
    private @Nullable String converse(ServerConnection connection, List<String> first) {
        try (connection) {
            conversation.connected(connection, first);
            Runnable whenSilent = conversation::silent;
            for (ServerLine line = connection.read(whenSilent); line != null; line = connection.read(whenSilent)) {
                conversation.received(line);
            }
            return isQuitting() ? null : "the server closed it";
        } catch (IOException e) {
            return isQuitting() ? null : message(e);
        }
    }

    /**
     * Connects again, with pauses that grow until the server answers; returns null if the user quits, or the server is
     * not trusted any more.
     */
    private @Nullable ServerConnection reconnect() {
        if (conversation.isAnswering()) {
            pause = MIN_PAUSE;
        }
        while (true) {
            long millis = pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis() / 2);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
            conversation.waiting("reconnecting in " + TimeUnit.MILLISECONDS.toSeconds(millis + 999) + " s");
            try {
                if (quitting.await(millis, TimeUnit.MILLISECONDS)) {
                    return null;
                }
                return connector.connect();
            } catch (UntrustedServerException e) {
                exitStatus = ChatCommand.UNTRUSTED;
                conversation.hint(message(e));
                return null;
            } catch (IOException e) {
                // The server is not back yet.
            } catch (InterruptedException e) {
                return null;
            }
        }
    }

    private static String message(IOException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
}
