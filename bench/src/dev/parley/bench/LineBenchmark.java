package dev.parley.bench;

import dev.parley.codec.CommandParser;
import dev.parley.codec.LineEncoder;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done once for a line: parsing it, and encoding what is told of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LineBenchmark {
    private static final String TEXT = "x".repeat(LoadShape.LINE_BYTES);

    private final ChatEvent said = new ChatEvent.Said(
            new Stamp(1L << 40, Instant.EPOCH, 0),
            RoomName.LOBBY,
            Nick.of("anna").orElseThrow(),
            TEXT);

    @Benchmark
    public Optional<Command> parse() {
        return CommandParser.parse(TEXT);
    }

    @Benchmark
    public byte[] encodeText() {
        return LineEncoder.encode(said, Format.TEXT, true, true);
    }

    @Benchmark
    public byte[] encodeBare() {
        return LineEncoder.encode(said, Format.BARE, true, true);
    }

    @Benchmark
    public byte[] encodeJson() {
        return LineEncoder.encode(said, Format.JSON, true, true);
    }
}
