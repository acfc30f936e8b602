package dev.parley.bench;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/** A server in a process of its own, and what the system says of it. */
final class ServerProcess implements AutoCloseable {
    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final String OUTPUT = "output";

    /** File in the server's folder whose first line is the id of a process that works for it, such as a database. */
    static final String HELPER = "helper.pid";

    private static int nextPort = 21_000;

    private final Server server;
    private final Process process;
    private final int port;
    private final long startedNanos;
    private final Path folder;

    private ServerProcess(Server server, Process process, int port, long startedNanos, Path folder) {
        this.server = server;
        this.process = process;
        this.port = port;
        this.startedNanos = startedNanos;
        this.folder = folder;
    }

    /** Returns when it accepts connections. */
    static ServerProcess start(Server server) throws IOException {
        return start(server, freePort());
    }

    static ServerProcess start(Server server, int port) throws IOException {
        Path folder = Files.createTempDirectory("bench");
        Path output = folder.resolve(OUTPUT);
        List<String> command = server.command().listeningAt(port, folder);
        long startedNanos = System.nanoTime();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        var running = new ServerProcess(server, process, port, startedNanos, folder);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!running.accepts()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                String said = Files.readString(output);
                running.close();
                throw new IOException(server.name() + " does not listen: " + said);
            }
            LockSupport.parkNanos(PROBE_NANOS);
        }
        return running;
    }

    WireProtocol dialect() {
        return server.dialect();
    }

    boolean isEncrypted() {
        return server.isEncrypted();
    }

    int backlog() {
        return server.backlog();
    }

    int port() {
        return port;
    }

    /** When its process was started. */
    long startedNanos() {
        return startedNanos;
    }

    /** Of the server, and of a process that works for it with its children. */
    double cpuSeconds() throws IOException {
        double seconds = cpuSeconds(process.pid());
        Path helper = folder.resolve(HELPER);
        if (Files.exists(helper)) {
            long first = Long.parseLong(Files.readAllLines(helper).getFirst().strip());
            for (ProcessHandle child : ProcessHandle.of(first).stream()
                    .flatMap(ProcessHandle::descendants)
                    .toList()) {
                seconds += cpuSeconds(child.pid());
            }
        }
        return seconds;
    }

    /** In user and system mode, by proc(5): clock ticks of 10 ms. */
    private static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    /** Waits until it has used no processor time for a while; returns since when. */
    long awaitQuiet() throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        long since = System.nanoTime();
        double used = cpuSeconds();
        for (long now = since; now - since < QUIET_NANOS && now < end; now = System.nanoTime()) {
            LockSupport.parkNanos(PROBE_NANOS);
            double usedNow = cpuSeconds();
            since = usedNow > used ? System.nanoTime() : since;
            used = usedNow;
        }
        return since;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    double residentKib() throws IOException {
        return status("VmRSS:");
    }

    /** Platform threads: virtual ones are none for the system. */
    double threads() throws IOException {
        return status("Threads:");
    }

    double descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.count();
        }
    }

    /** What a Java server's heap holds after a full collection. */
    double heapMib() throws IOException {
        jcmd("GC.run");
        var used = Pattern.compile("used (\\d+)K").matcher(jcmd("GC.heap_info"));
        if (!used.find()) {
            throw new IOException("no heap in what jcmd says");
        }
        return Double.parseDouble(used.group(1)) / 1_024;
    }

    private String jcmd(String command) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var asked = new ProcessBuilder(jcmd, "" + process.pid(), command).start();
        try (var said = asked.inputReader()) {
            return said.readAllAsString();
        }
    }

    private double status(String field) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .sum();
        }
    }

    String output() throws IOException {
        return Files.readString(folder.resolve(OUTPUT));
    }

    /** Sends SIGTERM and waits; returns the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        FileSystemUtils.deleteRecursively(folder.toFile());
    }

    private boolean accepts() {
        try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Below those the system gives to clients: one of them could be this port's own client, and answer itself. */
    private static int freePort() throws IOException {
        while (true) {
            int port = nextPort++;
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // taken: the next one
            }
        }
    }
}
