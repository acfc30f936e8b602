package dev.parley.session;

import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.chat.port.Client;
import dev.parley.codec.CommandParser;
import dev.parley.codec.LineEncoder;
import dev.parley.outbound.Frame;
import dev.parley.outbound.FrameSource;
import dev.parley.outbound.OutboundQueue;
import dev.parley.outbound.SocketWriters;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import dev.parley.session.port.DisconnectReason;
import dev.parley.time.Deadline;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connected client. Its reader calls {@link #receive} and finally {@link #ended}. The chat thread offers frames, a
 * writer drains them, and the tick (a timer) checks the deadlines. Any of these threads may set the reason for the
 * session's end; the first reason counts. See docs/concurrency.md.
 */
public final class Session implements Client, InputListener, FrameSource {
    private static final System.Logger log = System.getLogger(Session.class.getName());

    /** Time of a write after which a client counts as slow. The next writes to the client are small then. */
    private static final long BLOCKED_WRITE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * Time between two reads of a slow client that is being closed, whose input is dropped: it may send without end.
     */
    private static final long DISCARD_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final long number;
    private final PeerInfo peer;
    private final Connection connection;
    private final SessionContext context;
    private final Member member;
    private final OutboundQueue queue;
    private final BlockingCommands blockingCommands;
    private final PasswordGuard guard;
    private final LoginGate loginGate;
    private final TrafficCounters counters = new TrafficCounters();
    private final long openedNanos;
    private final SlowConsumerDetector slowConsumer;
    private final Deadline line = new Deadline();
    private final Deadline write = new Deadline();
    private final Deadline end = new Deadline();
    private final AtomicReference<@Nullable DisconnectReason> reason = new AtomicReference<>();
    private final TraceSlot traceSlot = new TraceSlot();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    // written by the reader only
    private volatile boolean framed;
    private volatile long lastInputNanos;
    private volatile @Nullable InboundRateLimiter rates; // null until the first input: many clients only listen
    // used by the writer only
    private int unblockedBytes;

    /** @param member creates the session's member in the chat */
    Session(
            long number,
            Instant connectedAt,
            Connection connection,
            SessionContext context,
            Function<Session, Member> member) {
        this.number = number;
        this.peer = PeerInfo.of(connection, connectedAt);
        this.connection = connection;
        this.context = context;
        this.member = member.apply(this);
        this.queue = new OutboundQueue(context.limits().queueBytes());
        this.loginGate = new LoginGate(context, connection, this.member, queue);
        this.blockingCommands = new BlockingCommands(context, connection, this.member, loginGate);
        this.openedNanos = context.time().nanos();
        this.lastInputNanos = openedNanos;
        this.guard = new PasswordGuard(context, this.member);
        this.slowConsumer = new SlowConsumerDetector(context.limits(), this::notice);
    }

    /** Disconnects the client, in order with everything that it has sent. */
    void disconnect(StatusCode code, String reason) {
        disconnect(new Reply.Bye(code, reason));
    }

    void disconnect(Reply.Bye bye) {
        context.chatInput().ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(member), bye));
    }

    private void notice(String text) {
        context.chatInput().ask(new ChatQuery.Notify(member, text));
    }

    /** Id that is short, unique over restarts, and safe in a URL. */
    @Override
    public String id() {
        return SessionSnapshot.id(number);
    }

    public Member member() {
        return member;
    }

    @Override
    public InetAddress address() {
        return peer.address();
    }

    @Override
    public String addressText() {
        return peer.from();
    }

    @Override
    public String listener() {
        return peer.listener();
    }

    /** Whether the session is hidden from everyone. */
    public boolean isHidden() {
        return member.isHidden();
    }

    public TraceSlot traceSlot() {
        return traceSlot;
    }

    public CompletableFuture<Void> closed() {
        return closed;
    }

    public SessionSnapshot state() {
        long now = now();
        InboundRateLimiter limiter = rates;
        int delays = limiter == null ? 0 : limiter.delays();
        return SessionSnapshot.of(number, peer, connection.tls(), now, lastInputNanos, counters, delays, queue.fill());
    }

    @Override
    public void bytesRead(int bytes) throws InterruptedException {
        counters.read(bytes);
        context.metrics().bytesReceived(bytes);
        DisconnectReason ending = reason.get();
        if (ending == null) {
            rates().admitBytes(bytes);
        } else if (ending == DisconnectReason.SLOW_CONSUMER) {
            context.time().sleep(DISCARD_INTERVAL_NANOS);
        }
    }

    @Override
    public void negotiated(byte[] replies) {
        if (offer(new Frame(replies, 0, now())) == OutboundQueue.Offer.DRAIN) {
            context.writers().write(List.of(this));
        }
    }

    @Override
    public void lineBegun() {
        line.set(now(), context.limits().line());
    }

    @Override
    public void askForNewline() {
        notice("end this line with a newline: press Enter");
    }

    @Override
    public void lineFinished() {
        line.clear();
    }

    /**
     * Takes one input, in order, on the client's own reader. Waits while the client exceeds its rate limit or has too
     * many pending tasks. Input is dropped once the session has a reason for its end.
     */
    public void receive(Input input) throws InterruptedException {
        if (reason.get() != null || loginGate.isFlooding()) {
            return;
        }
        switch (input) {
            case Input.Line line -> {
                framed |= line.ended();
                handle(line);
            }
            case Input.CommandRest rest -> {
                admit(1);
                put(PasswordGuard.NEWLINE_MISSING);
            }
            case Input.TooLong tooLong -> refuseTooLong(tooLong.limit());
            case Input.InvalidUtf8 invalid -> {
                framed |= invalid.ended();
                admit(1);
                put(new Command.Invalid(StatusCode.INVALID_UTF8, "the line is not UTF-8 and was dropped"));
            }
            case Input.EndOfInput ended -> put(new Command.EndOfInput());
            case Input.AreYouThere asked -> {
                admit(1);
                put(new Command.Ping(""));
            }
            case Input.Http http ->
                end(
                        DisconnectReason.HTTP,
                        new Frame(HttpRefusal.response(), 1, now()),
                        context.limits().flush());
            case Input.Tls tls ->
                end(DisconnectReason.TLS_ON_PLAIN, null, context.limits().flush());
            case Input.OtherProtocol other ->
                end(
                        DisconnectReason.OTHER_PROTOCOL,
                        Frame.wrongProtocol(other.name(), now()),
                        context.limits().flush());
        }
        if (reason.get() == null) {
            loginGate.received(counters);
        }
    }

    /** Removes the session from the chat, because its socket is closed. This is the reader's last call. */
    ClosedSession ended(DisconnectReason observed, SessionObserver observer) {
        DisconnectReason marked = reason.compareAndExchange(null, observed);
        var last =
                new ClosedSession(state(), marked == null ? observed : marked, Duration.ofNanos(now() - openedNanos));
        queue.discard();
        context.chatInput().ended(member, counters.lastWritten(), left -> observer.closed(this, last, left));
        context.metrics().disconnected(last.reason(), last.lasted());
        return last;
    }

    public void fail() {
        abort(DisconnectReason.INTERNAL);
    }

    /**
     * Whether presence events are sent to the client. It must use the JSON format or have ended a line with a newline.
     */
    public boolean followsPresence() {
        return framed || member.format() == Format.JSON;
    }

    /**
     * Queues a frame. If the result is DRAIN, the caller must pass the session to {@link SocketWriters}. A client whose
     * queue is full is disconnected; see {@link #endSlow}.
     */
    public OutboundQueue.Offer offer(Frame frame) {
        OutboundQueue.Offer answer = queue.offer(frame);
        if (answer == OutboundQueue.Offer.FULL) {
            endSlow(frame.lines());
        }
        return answer;
    }

    /** Closes the session in an orderly way: writes the queued frames, then the last frame, then FIN. */
    public void end(DisconnectReason why, @Nullable Frame last, Duration flush) {
        if (reason.compareAndSet(null, why)) {
            end.set(now(), flush);
            if (queue.end(last)) {
                context.writers().write(List.of(this));
            }
        }
    }

    /**
     * Closes the session of a client that reads too slowly: drops the queued frames, and sends a bye with the number of
     * lines that the client misses.
     *
     * @param refusedLines number of lines for which the queue had no room
     */
    void endSlow(int refusedLines) {
        if (reason.compareAndSet(null, DisconnectReason.SLOW_CONSUMER)) {
            end.set(now(), context.limits().slowFlush());
            if (queue.endDropping(refusedLines, this::slowBye)) {
                context.writers().write(List.of(this));
            }
        } else {
            abort(DisconnectReason.SLOW_CONSUMER);
        }
    }

    private @Nullable Frame slowBye(int dropped) {
        byte[] bye = LineEncoder.encode(Reply.Bye.slowConsumer(dropped), member.format(), true);
        return bye == null ? null : new Frame(bye, 1, now());
    }

    /** Aborts the session. Another thread closes the socket, because closing may block. */
    void abort(DisconnectReason why) {
        reason.compareAndSet(null, why);
        queue.discard();
        write.clear();
        end.clear();
        context.writers().abort(connection::abort);
    }

    /** Checks the deadlines. Returns the number of queued bytes. Called every tick. */
    int checkDeadlines(long now) {
        int queued = queue.bytes();
        loginGate.checkDeadline(now);
        if (write.passed(now)) {
            abort(DisconnectReason.WRITE_TIMEOUT);
        } else if (end.passed(now)) {
            abort(DisconnectReason.INTERNAL);
        } else if (line.passed(now)) {
            line.clear();
            disconnect(StatusCode.LINE_TIMEOUT, "the line was not finished in time");
        } else if (slowConsumer.lastsTooLong(queued, now)) {
            endSlow(0);
        }
        return queued;
    }

    /** Called by the tick. */
    void measureRate(double seconds) {
        counters.measureRate(seconds);
    }

    public long lastWritten() {
        return counters.lastWritten();
    }

    /** Whether everything that was queued has been written, and the connection is not being closed. */
    public boolean isAllWritten() {
        return queue.isAllWritten();
    }

    int queuedBytes() {
        return queue.bytes();
    }

    public long number() {
        return number;
    }

    private void handle(Input.Line line) throws InterruptedException {
        String text = line.text();
        boolean isPassword = blockingCommands.isAsking();
        Optional<Command> command =
                isPassword ? blockingCommands.answer(text) : guard.screen(line, CommandParser.parse(text));
        traceSlot.received(text, isPassword || guard.isHiding());
        admit(command.map(Command::weight).orElse(1));
        if (command.isPresent()) {
            context.metrics().commandReceived(command.get());
            Command resolved =
                    blockingCommands.execute(rates().admit(loginGate.restrict(command.get()), lastInputNanos));
            guard.carriedOut(text, isPassword, resolved);
            context.chatInput().received(member, resolved, command.get(), now());
        }
    }

    private void refuseTooLong(int limit) throws InterruptedException {
        String text = "a line has at most " + limit + " bytes; this one was dropped";
        admit(1);
        if (rates().isThirdTooLong(lastInputNanos)) {
            disconnect(StatusCode.LINE_TOO_LONG, text + ", and it was the third within 60 s");
        } else {
            put(new Command.Invalid(StatusCode.LINE_TOO_LONG, text));
        }
    }

    private void admit(int weight) throws InterruptedException {
        lastInputNanos = now();
        counters.received();
        context.metrics().lineReceived();
        rates().admitLine(weight, lastInputNanos);
    }

    private InboundRateLimiter rates() {
        InboundRateLimiter limiter = rates;
        if (limiter == null) {
            limiter = new InboundRateLimiter(
                    context.limits(), context.time(), context.metrics(), this::notice, openedNanos);
            rates = limiter;
        }
        return limiter;
    }

    private void put(Command command) throws InterruptedException {
        context.chatInput().received(member, command, now());
    }

    private long now() {
        return context.time().nanos();
    }

    /** Writes the queued frames. Returns whether the drain continues. Called by one thread at a time. */
    @Override
    public boolean write() {
        try {
            Frame frame = queue.take(batchBytes());
            if (frame == Frame.END) {
                end.set(now(), context.limits().finish(reason.get()));
                connection.finish();
            } else if (frame != null) {
                write(frame);
                return queue.written();
            }
        } catch (IOException e) {
            abort(DisconnectReason.CLIENT_RESET);
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "Could not write to client " + id(), e);
            fail();
        }
        return false;
    }

    private void write(Frame frame) throws IOException {
        long started = now();
        write.set(started, context.limits().write());
        connection.send(frame.bytes());
        write.clear();
        traceSlot.sent(frame.bytes());
        counters.written(frame);
        long written = now();
        countUnblocked(frame, written - started);
        context.metrics().written(frame.lines(), frame.bytes().length, written - frame.arrivedNanos());
    }

    /** Most bytes of the next write. They are few until the client has taken more than the kernel's buffer holds. */
    private int batchBytes() {
        return unblockedBytes < SessionLimits.FAST_READER_BYTES
                ? SessionLimits.SMALL_WRITE_BYTES
                : OutboundQueue.MAX_BATCH_BYTES;
    }

    private void countUnblocked(Frame frame, long nanos) {
        if (nanos > BLOCKED_WRITE_NANOS) {
            unblockedBytes = 0;
        } else if (unblockedBytes < SessionLimits.FAST_READER_BYTES) {
            unblockedBytes += frame.bytes().length;
        }
    }
}
