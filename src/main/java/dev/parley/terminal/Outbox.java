package dev.parley.terminal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lines for the server until it has answered them. A request is answered by its reply. After other lines a ping with
 * the number of lines sent so far is needed: as the server answers in order, its pong shows that all of them were
 * answered. Not thread-safe.
 *
 * <pre>
 *   waiting ──▶ sent ──pong──▶ answered
 *      ▲         │ connection lost
 *      └─key─────┴─none──▶ in doubt: it may have arrived, and the user decides
 * </pre>
 */
final class Outbox {
    /** Most lines that wait; further ones are refused. */
    private static final int MAX_WAITING = 1_000;

    /** Most lines that are sent before the server has answered one; they fit into the buffers of a connection. */
    private static final int MAX_SENT = 20;

    /** Lines that were sent on a lost connection, and are sent again. */
    private final Deque<Entry> repeats = new ArrayDeque<>();

    private final Deque<Entry> waiting = new ArrayDeque<>();

    /** Requests of this client that wait. */
    private final Deque<Entry> requests = new ArrayDeque<>();

    private final List<Entry> sent = new ArrayList<>();
    private long answered;

    /** Number in the last ping. */
    private long pinged;

    /** Number in the last pong. */
    private long ponged;

    /**
     * Line for the server.
     *
     * @param typed line of the user, without what is private in it; empty for a request of the client
     * @param line line to send
     * @param keyUntil time until which the server recognizes a repetition by its key; {@code MIN} without a key
     * @param reply type of the reply of a request; empty if any reply is shown like that to a typed line
     */
    record Entry(String typed, String line, Instant keyUntil, String reply) {
        /** Reply of a request that was answered; no type of the server has a space. */
        private static final String ANSWERED = "was answered";

        static Entry request(String line, String reply) {
            return new Entry("", line, Instant.MIN, reply);
        }

        Entry answered() {
            return request(line, ANSWERED);
        }

        boolean isAnswered() {
            return reply.equals(ANSWERED);
        }

        boolean hasKey() {
            return !keyUntil.equals(Instant.MIN);
        }

        boolean isTyped() {
            return !typed.isEmpty();
        }

        /** Whether no reply of a known type shows that the line was answered. */
        boolean needsPong() {
            return reply.isEmpty();
        }
    }

    /** Returns whether there was room. */
    boolean add(Entry entry) {
        return waiting.size() < MAX_WAITING && waiting.add(entry);
    }

    /** Adds a request of this client, which is sent before typed lines. */
    void request(Entry request) {
        requests.add(request);
    }

    /** Returns the next line to send; empty if there is none now. */
    Optional<Entry> next(Predicate<Entry> isReady) {
        if (!requests.isEmpty() || sent.size() >= MAX_SENT) {
            return Optional.ofNullable(requests.peek());
        }
        return Stream.concat(repeats.stream(), waiting.stream()).filter(isReady).findFirst();
    }

    /** Records that a line is sent, and returns its number. */
    long sent(Entry entry) {
        if (!requests.remove(entry) && !repeats.remove(entry)) {
            waiting.remove(entry);
        }
        sent.add(entry);
        return lastNumber();
    }

    /** Whether a ping must be sent, because no pong is expected that shows that all lines were answered. */
    boolean needsPing() {
        return ponged == pinged && isPongNeeded();
    }

    private boolean isPongNeeded() {
        int known = (int) Math.clamp(pinged - answered, 0, sent.size());
        return sent.subList(known, sent.size()).stream().anyMatch(Entry::needsPong);
    }

    /** Records a ping, and returns the number for it. */
    long ping() {
        pinged = lastNumber();
        return pinged;
    }

    /** Number of the last line that was sent. */
    long lastNumber() {
        return answered + sent.size();
    }

    /** Whether the server has answered every line that was sent, and no request waits. */
    boolean isAnswered() {
        return sent.isEmpty() && requests.isEmpty();
    }

    /** Returns the number of typed lines that were sent and not answered. */
    long unanswered() {
        return sent.stream().filter(Entry::isTyped).count();
    }

    /** Forgets the lines up to the number in a pong, which the server has answered. */
    void answered(long number) {
        ponged = number;
        int count = (int) Math.clamp(number - answered, 0, sent.size());
        sent.subList(0, count).clear();
        answered += count;
        forgetAnswered();
    }

    private void forgetAnswered() {
        while (!sent.isEmpty() && sent.getFirst().isAnswered()) {
            sent.removeFirst();
            answered++;
        }
    }

    /**
     * Returns the request that a line answers: the oldest unanswered line, if it is a request with this type of reply
     * or an error. Typed lines come between requests, as the server answers in order. An error belongs to a request
     * without a type of reply until its pong.
     */
    Optional<Entry> takeRequest(String type) {
        for (int i = 0; i < sent.size(); i++) {
            Entry entry = sent.get(i);
            if (entry.isAnswered()) {
                continue;
            }
            boolean isError = type.equals("error");
            if (!entry.isTyped() && !entry.reply().isEmpty() && (isError || type.equals(entry.reply()))) {
                sent.set(i, entry.answered());
                forgetAnswered();
                return Optional.of(entry);
            }
            if (isError || entry.isTyped() || !entry.reply().isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Prepares for the next connection. Requests are forgotten. Lines with a key are sent again. Neither they nor those
     * that wait are sent after a doubtful line without a key, which may have been a change of the room or the nick.
     *
     * @param isSamePerson whether the server may know the keys of this connection on the next one
     * @return typed lines that may have arrived, and are not sent again
     */
    List<String> giveUp(boolean isSamePerson) {
        var doubtful = new ArrayList<String>();
        var again = new ArrayList<Entry>();
        boolean isPlaceKnown = true;
        for (Entry entry : sent) {
            isPlaceKnown = isPlaceKnown && (entry.hasKey() || !entry.isTyped());
            if (entry.hasKey() && isSamePerson && isPlaceKnown) {
                again.add(entry);
            } else if (entry.isTyped()) {
                doubtful.add(entry.typed());
            }
        }
        again.reversed().forEach(repeats::addFirst);
        if (!isPlaceKnown) {
            waiting.forEach(entry -> doubtful.add(entry.typed()));
            waiting.clear();
        }
        sent.clear();
        requests.clear();
        answered = 0;
        pinged = 0;
        ponged = 0;
        return doubtful;
    }

    /** Forgets the lines to send again whose key is not valid any more at a time, and returns them. */
    List<String> dropRepeats(Instant time) {
        List<Entry> dropped = repeats.stream()
                .filter(entry -> entry.keyUntil().isBefore(time))
                .toList();
        repeats.removeAll(dropped);
        return dropped.stream().map(Entry::typed).toList();
    }

    /** Forgets all lines that are not sent, and returns them. */
    List<String> drop() {
        List<String> dropped = unsent();
        repeats.clear();
        waiting.clear();
        return dropped;
    }

    /** Returns the lines that were not sent. */
    List<String> unsent() {
        return Stream.concat(repeats.stream(), waiting.stream())
                .map(Entry::typed)
                .toList();
    }
}
