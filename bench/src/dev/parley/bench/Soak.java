package dev.parley.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/** Has 500 clients chat while 50 others a second come and go, and says whether what the process needs stays flat. */
final class Soak {
    private static final int MINUTES = 30;
    private static final int SAMPLES = 30;
    private static final int CHATTING = 500;
    private static final int COMING_PER_SECOND = 50;
    private static final int LINES_PER_SECOND = 20;
    private static final double FLAT = 1.1;

    private record Sample(double heapMib, double descriptors, double threads) {}

    private final ServerProcess server;
    private final List<Sample> samples = new ArrayList<>();
    private final AtomicInteger visits = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    private Soak(ServerProcess server) {
        this.server = server;
    }

    /** @param args for how many minutes, 30 where none are given */
    public static void main(String[] args) throws IOException {
        var duration = Duration.ofMinutes(args.length == 0 ? MINUTES : Long.parseLong(args[0]));
        var parley = Servers.parley("Parley", Options.parse().jars().getFirst(), "-Xmx1g");
        boolean flat;
        try (var server = ServerProcess.start(parley)) {
            flat = new Soak(server).run(duration);
        }
        System.exit(flat ? 0 : 1);
    }

    private boolean run(Duration duration) throws IOException {
        try (var crowd = ClientCrowd.connect(server, LoadShape.of(CHATTING));
                var others = Executors.newScheduledThreadPool(2)) {
            crowd.sayUntilHeard();
            others.scheduleAtFixedRate(this::visit, 0, 1_000 / COMING_PER_SECOND, TimeUnit.MILLISECONDS);
            long pause = duration.dividedBy(SAMPLES).toMillis();
            others.scheduleAtFixedRate(this::sample, pause, pause, TimeUnit.MILLISECONDS);
            crowd.openLoop(4, LINES_PER_SECOND, duration.plusMillis(pause / 2));
            others.shutdownNow();
        }
        System.out.printf("%d connections opened and closed, %d of them failed%n", visits.get(), failures.get());
        return isFlat("heap after a collection, MiB", Sample::heapMib)
                & isFlat("descriptors", Sample::descriptors)
                & isFlat("threads", Sample::threads);
    }

    private void visit() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("/ping\n".getBytes(StandardCharsets.US_ASCII));
            failures.addAndGet(socket.getInputStream().read() < 0 ? 1 : 0);
        } catch (IOException e) {
            failures.incrementAndGet();
        }
        visits.incrementAndGet();
    }

    private void sample() {
        try {
            var sample = new Sample(server.heapMib(), server.descriptors(), server.threads());
            samples.add(sample);
            System.out.printf(
                    "%.1f MiB, %.0f descriptors, %.0f threads%n",
                    sample.heapMib(), sample.descriptors(), sample.threads());
        } catch (IOException e) {
            throw new IllegalStateException("Could not read the state of the server process", e);
        }
    }

    /** The last third against the first. */
    private boolean isFlat(String what, ToDoubleFunction<Sample> value) {
        int third = samples.size() / 3;
        double first = mean(samples.subList(0, third), value);
        double last = mean(samples.subList(samples.size() - third, samples.size()), value);
        boolean flat = last <= first * FLAT;
        System.out.printf("%s: first third %.1f, last third %.1f: %s%n", what, first, last, flat ? "flat" : "growing");
        return flat;
    }

    private static double mean(List<Sample> some, ToDoubleFunction<Sample> value) {
        return some.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
