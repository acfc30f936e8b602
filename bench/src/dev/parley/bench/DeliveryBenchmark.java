package dev.parley.bench;

import dev.parley.chat.Audience;
import dev.parley.chat.Member;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import dev.parley.session.SessionLimits;
import dev.parley.session.SilentConnection;
import dev.parley.session.WiredChat;
import dev.parley.session.broadcast.BroadcastService;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done for each hearer of a line: offering it to the queue, and draining the queue into one write. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeliveryBenchmark {
    private static final int HEARERS = 100;
    private static final int BATCH = 8;

    private final BroadcastService broadcast;
    private final List<Member> hearers;
    private final ChatEvent said = new ChatEvent.Said(
            new Stamp(1L << 40, Instant.EPOCH, 0),
            RoomName.LOBBY,
            Nick.of("anna").orElseThrow(),
            "x".repeat(LoadShape.LINE_BYTES));

    public DeliveryBenchmark() {
        var chat = new WiredChat.Builder()
                .limits(SessionLimits.of(1 << 20, Long.MAX_VALUE, 0, 1, 0))
                .build();
        broadcast = chat.broadcast();
        hearers = Stream.generate(
                        () -> chat.sessions().open(new SilentConnection()).member())
                .limit(HEARERS)
                .toList();
    }

    /** Each line is a write. */
    @Benchmark
    @OperationsPerInvocation(HEARERS)
    public void oneLine() {
        broadcast.deliver(said, Audience.of(hearers));
        broadcast.flush(true);
    }

    /** Lines that came together are one write. */
    @Benchmark
    @OperationsPerInvocation(HEARERS * BATCH)
    public void eightLines() {
        for (int i = 0; i < BATCH; i++) {
            broadcast.deliver(said, Audience.of(hearers));
        }
        broadcast.flush(true);
    }
}
