package dev.parley.bench;

import dev.parley.chat.Audience;
import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatFixture;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Delivery;
import dev.parley.chat.Member;
import dev.parley.chat.TestClient;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Reply;
import java.util.concurrent.TimeUnit;
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

/**
 * A line's way through the sequence and the chat, in a room of 10,000, to a delivery that only looks at each member.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ApplyBenchmark {
    private static final int MEMBERS = 10_000;
    private static final int LINES = 64;

    private final ChatEventLoop eventLoop;
    private final Member sender = new Member(new TestClient("0"), Format.TEXT);
    private final Command line = new Command.Say("x".repeat(LoadShape.LINE_BYTES));

    public ApplyBenchmark() {
        eventLoop = ChatFixture.eventLoop(new Counting());
        eventLoop.opened(sender);
        for (int i = 1; i < MEMBERS; i++) {
            eventLoop.opened(new Member(new TestClient("" + i), Format.TEXT));
        }
        eventLoop.start();
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public boolean lines() throws InterruptedException {
        for (int i = 0; i < LINES; i++) {
            eventLoop.received(sender, line, 0);
        }
        return eventLoop.ask(new ChatQuery.LastId()).join() > 0;
    }

    private static final class Counting implements Delivery {
        private int inText;

        @Override
        public void deliver(ChatEvent event, Audience audience) {
            for (Member member : audience.members()) {
                inText += member.format() == Format.TEXT ? 1 : 0;
            }
        }

        @Override
        public void answer(Member member, Reply reply) {}

        @Override
        public void end(Member member, Reply.Bye bye) {}

        @Override
        public long lastWritten(Member member) {
            return 0;
        }

        @Override
        public boolean isAllWritten(Member member) {
            return true;
        }

        @Override
        public void flush(boolean saved) {}
    }
}
