package dev.parley.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures how a chat server passes lines on: so many clients, of whom some send, each with a window of its own lines on
 * their way; a line is delivered when a client has read it. One thread and one selector, so that the driver takes little
 * of the machine. Prints deliveries a second, the server's processor time per delivery, and latencies.
 *
 * <pre>java FanOut.java PORT CLIENTS SENDERS WINDOW SECONDS BYTES [PID of the server]</pre>
 */
final class FanOut {
    /** Every line carries {@code ~T}, its sender in 8 hex digits and the time it was sent in 16. */
    private static final int MARK = 26;

    private static final int PROBE_EVERY = 13;

    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final byte[] bytes = new byte[(1 << 18) + MARK];
    private final byte[] padding;
    private final int window;
    private long[] latencies = new long[1 << 16];
    private int latencyCount;
    private boolean measuring;
    private long deliveries;
    private long sent;
    private int lost;

    private FanOut(int port, int count, int window, int lineBytes) throws IOException {
        this.window = window;
        this.padding = "x".repeat(Math.max(0, lineBytes - MARK)).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            clients.add(
                    new Client(i, SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))));
        }
    }

    static void main(String[] args) throws IOException {
        int[] number = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        long pid = args.length > 6 ? number[6] : 0;
        long connecting = System.nanoTime();
        var run = new FanOut(number[0], number[1], number[3], number[5]);
        double connected = seconds(System.nanoTime() - connecting);
        run.send(number[2], number[4] / 3.0);
        run.measuring = true;
        double cpu = cpuSeconds(pid);
        run.send(number[2], number[4]);
        cpu = cpuSeconds(pid) - cpu;
        run.print(number[4], cpu, connected, pid);
    }

    private void send(int senders, double duration) throws IOException {
        long end = System.nanoTime() + (long) (duration * TimeUnit.SECONDS.toNanos(1));
        while (System.nanoTime() < end) {
            for (Client client : clients.subList(0, senders)) {
                client.fillWindow();
            }
            selector.select(20);
            for (SelectionKey key : selector.selectedKeys()) {
                ((Client) key.attachment()).receive();
            }
            selector.selectedKeys().clear();
        }
    }

    private void print(int seconds, double cpu, double connected, long pid) {
        Arrays.sort(latencies, 0, latencyCount);
        System.out.printf(
                Locale.ROOT,
                "%,12.0f deliveries/s  %6.3f us CPU each  p50 %,d us  p99 %,d us  sent %,d  lost %d  "
                        + "connected in %.2f s  resident %,d KiB%n",
                (double) deliveries / seconds,
                cpu * 1e6 / Math.max(1, deliveries),
                percentile(50),
                percentile(99),
                sent,
                lost,
                connected,
                residentKib(pid));
    }

    private long percentile(int percent) {
        return latencyCount == 0 ? 0 : latencies[latencyCount * percent / 100] / 1_000;
    }

    private void delivered(long sentAt) {
        if (measuring && deliveries++ % PROBE_EVERY == 0) {
            if (latencyCount == latencies.length) {
                latencies = Arrays.copyOf(latencies, latencyCount * 2);
            }
            latencies[latencyCount++] = System.nanoTime() - sentAt;
        }
    }

    /** Processor time of a process in user and system mode, by proc(5): clock ticks of 10 ms. */
    private static double cpuSeconds(long pid) throws IOException {
        if (pid == 0) {
            return 0;
        }
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private static long residentKib(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private final class Client {
        private final int index;
        private final SocketChannel channel;
        private byte[] carry = {};
        private int onTheirWay;

        Client(int index, SocketChannel channel) throws IOException {
            this.index = index;
            this.channel = channel;
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void fillWindow() throws IOException {
            if (onTheirWay >= window || !channel.isOpen()) {
                return;
            }
            buffer.clear();
            for (; onTheirWay < window; onTheirWay++) {
                buffer.put("~T%08x%016x".formatted(index, System.nanoTime()).getBytes(StandardCharsets.US_ASCII));
                buffer.put(padding).put((byte) '\n');
                sent += measuring ? 1 : 0;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        void receive() throws IOException {
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                lost++;
                channel.close();
                return;
            }
            System.arraycopy(carry, 0, bytes, 0, carry.length);
            buffer.flip().get(bytes, carry.length, count);
            carry = Arrays.copyOfRange(bytes, countMarks(carry.length + count), carry.length + count);
        }

        /** Returns where a mark that has not come whole begins. */
        private int countMarks(int length) {
            for (int i = 0; i < length; i++) {
                if (bytes[i] == '~') {
                    if (i + MARK > length) {
                        return i;
                    }
                    if (hex(i + 2, 8) == index) {
                        onTheirWay--;
                    }
                    delivered(hex(i + 10, 16));
                    i += MARK - 1 + padding.length;
                }
            }
            return length;
        }

        private long hex(int from, int digits) {
            long value = 0;
            for (int i = from; i < from + digits; i++) {
                value = value << 4 | Character.digit(bytes[i], 16);
            }
            return value;
        }
    }
}
