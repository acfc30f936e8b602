package dev.parley.scenario;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The real application in a process of its own. */
public final class ParleyProcess implements AutoCloseable {
    private static final Pattern REST = Pattern.compile("REST: +(http://[0-9.:]+)");
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final StringBuffer output = new StringBuffer();
    private final Thread reader;

    /** @param wrapper what the Java command is appended to, such as a shell that sets a limit first */
    ParleyProcess(List<String> wrapper, Path data, String... arguments) throws IOException {
        this(Stream.of(
                        wrapper.stream(),
                        java(),
                        Stream.of("-XX:AOTCache=" + AotCache.FILE),
                        application(data),
                        Stream.of(arguments))
                .flatMap(words -> words)
                .toList());
    }

    private ParleyProcess(List<String> command) throws IOException {
        this(new ProcessBuilder(command));
    }

    private ParleyProcess(ProcessBuilder builder) throws IOException {
        process = builder.redirectErrorStream(true).start();
        reader = Thread.startVirtualThread(this::read);
    }

    /** The packaged jar, with the properties of a file and none of the tests'. */
    public static ParleyProcess ofJar(Path jar, Path properties) throws IOException {
        return new ParleyProcess(Stream.concat(
                        java(),
                        Stream.of("-jar", jar.toString(), "--spring.config.additional-location=" + properties.toUri()))
                .toList());
    }

    /** The unpacked archive of a release, started in its folder. */
    static ParleyProcess ofArchive(Path folder, String... arguments) throws IOException {
        var builder = new ProcessBuilder(folder.resolve("bin/parley").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        return new ParleyProcess(builder.directory(folder.toFile()));
    }

    /** Returns the command of the terminal client. */
    static Stream<String> client() {
        return Stream.concat(java(), Stream.of("-cp", AotCache.CLASS_PATH, "dev.parley.terminal.ChatCommand"));
    }

    private static Stream<String> application(Path data) {
        return Stream.of(
                "-cp",
                AotCache.CLASS_PATH,
                "dev.parley.ParleyApplication",
                "--server.port=0",
                "--management.server.port=0",
                "--parley.data-dir=" + data);
    }

    private static Stream<String> java() {
        return Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED");
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public ParleyProcess awaitOutput(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(output.toString()).contains(text);
        });
        return this;
    }

    /** Waits for the last entry of the ready message, so that all others are there too. */
    public ParleyProcess awaitReady() {
        return awaitOutput("Token: ");
    }

    /** Returns the address of the REST API, from the ready message. */
    String rest() {
        Matcher rest = REST.matcher(output);
        assertThat(rest.find()).as(output.toString()).isTrue();
        return rest.group(1);
    }

    long id() {
        return process.pid();
    }

    void terminate() {
        process.toHandle().destroy(); // unlike the process's own, it leaves the streams open
    }

    /** Without a chance to do anything, and is gone when this returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Stops it until {@link #resume}. */
    void suspend() throws IOException {
        signal("-STOP", id());
    }

    void resume() throws IOException {
        signal("-CONT", id());
    }

    /** Does nothing if the process has ended. */
    static void signal(String name, long pid) throws IOException {
        try {
            int failed = new ProcessBuilder("kill", name, String.valueOf(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(failed == 0 || ProcessHandle.of(pid).isEmpty()).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended: %s", output)
                .isTrue();
        reader.join();
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        return output.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read() {
        try (var lines = process.inputReader()) {
            lines.lines().forEach(line -> {
                output.append(line).append('\n');
                System.out.println(line);
            });
        } catch (IOException | UncheckedIOException e) {
            output.append(e);
        }
    }

    /**
     * Loaded and linked classes: one start of each build stores them for the others, which then use half of the CPU.
     */
    private static final class AotCache {
        static final Path FOLDER = Path.of("target", "aot-cache");
        static final Path FILE = FOLDER.resolve("parley.aot");
        private static final Path CLASSES = Path.of("target", "classes");
        private static final Path JAR = FOLDER.resolve("parley.jar");
        static final String CLASS_PATH = mainClassPath();

        static {
            try {
                Files.createDirectories(FOLDER);
                // Two processes run tests.
                try (var channel = FileChannel.open(FOLDER.resolve("lock"), CREATE, WRITE);
                        var lock = channel.lock()) {
                    if (!isOfThisBuild()) {
                        create();
                    }
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static boolean isOfThisBuild() throws IOException {
            try (Stream<Path> built = Files.walk(CLASSES)) {
                long created = FILE.toFile().lastModified();
                return built.allMatch(file -> file.toFile().lastModified() < created);
            }
        }

        private static void create() throws IOException, InterruptedException {
            String[] jar = {"--create", "--file", JAR.toString(), "-C", CLASSES.toString(), "."};
            assertThat(ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, jar))
                    .isZero();
            Stream<String> storing = Stream.of("-XX:AOTCacheOutput=" + FILE);
            Stream<String> brief = Stream.of("--parley.tcp.port=0", "--parley.drain.window=0s");
            try (var parley = new ParleyProcess(Stream.of(java(), storing, application(FOLDER.resolve("data")), brief)
                    .flatMap(words -> words)
                    .toList())) {
                parley.awaitReady().terminate();
                parley.exitCode();
            }
        }

        /** Only classes from jars can be stored. */
        private static String mainClassPath() {
            return Stream.concat(
                            Stream.of(JAR.toString()),
                            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                    .filter(entry -> Files.isRegularFile(Path.of(entry))))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
