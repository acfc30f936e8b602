package dev.parley.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The servers that can be measured here: Parley, what a team would take instead, and the limit. */
final class Servers {
    private static final Path FOLDER = Path.of("bench");
    private static final Path PROGRAMS = Path.of(System.getProperty("java.home"), "bin");
    private static final String JAVA = PROGRAMS.resolve("java").toString();
    private static final String KEYTOOL = PROGRAMS.resolve("keytool").toString();
    private static final int ANY_PORT = 0;

    private Servers() {}

    /** Parley first; what is not installed is named and left out. */
    static List<Server> installed(List<Path> jars) {
        List<Server> servers = new ArrayList<>();
        jars.forEach(jar -> servers.add(
                parley(jars.size() == 1 ? "Parley" : jar.getFileName().toString(), jar, "-Xmx1g")));
        servers.add(parleyTls(jars.getFirst()));
        servers.add(
                parley("Parley-durable", jars.getFirst(), "-Xmx1g", "durable").storing());
        servers.add(parleyPostgres(jars.getFirst()));
        servers.add(
                Server.of("naive loop", WireProtocol.RAW, Servers::naiveLoop).atMost(500));
        addIf(
                "python3",
                servers,
                Server.of("tutorial", WireProtocol.RAW, Servers::tutorial).withBacklog(5));
        addIf(
                "inspircd",
                servers,
                Server.of("InspIRCd", WireProtocol.IRC, Servers::inspircd).atMost(2_000));
        addIf(
                "ngircd",
                servers,
                Server.of("ngIRCd", WireProtocol.IRC, Servers::ngircd)
                        .atMost(2_000)
                        .withBacklog(10));
        addIf("redis-server", servers, Server.of("Redis", WireProtocol.REDIS, Servers::redis));
        addIf(
                "redis-server",
                servers,
                Server.of("Redis-Streams", WireProtocol.REDIS_STREAM, Servers::redisStreams)
                        .storing());
        addIf("nats-server", servers, Server.of("NATS", WireProtocol.NATS, Servers::nats));
        addIf("cc", servers, Server.of("limit", WireProtocol.RAW, Servers::limit));
        return servers;
    }

    private static void addIf(String program, List<Server> servers, Server server) {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (found) {
            servers.add(server);
        } else {
            System.err.println(server.name() + " is left out: no " + program + " on the PATH");
        }
    }

    /** Without history, as its rivals are; a build that knows of none takes the system property too. */
    static Server parley(String name, Path jar, String heap) {
        return parley(name, jar, heap, "off");
    }

    private static Server parley(String name, Path jar, String heap, String historyMode) {
        return Server.of(
                name,
                WireProtocol.PARLEY,
                (port, folder) -> List.of(
                        JAVA,
                        heap,
                        "-Dparley.history.mode=" + historyMode,
                        "-jar",
                        jar.toString(),
                        "--parley.tcp.port=" + port,
                        "--server.port=0",
                        "--management.server.port=0",
                        "--parley.data-dir=" + folder,
                        "--parley.limits.connections=15000",
                        "--parley.limits.rooms=5000",
                        "--parley.limits.lines-per-second=0"));
    }

    private static Server parleyTls(Path jar) {
        Server plain = parley("Parley-TLS", jar, "-Xmx1g");
        return Server.of(plain.name(), plain.dialect(), (port, folder) -> {
                    Path keys = folder.resolve("keys");
                    run((KEYTOOL + " -genkeypair -keyalg EC -dname CN=bench -storepass benchmark -keystore " + keys)
                            .split(" "));
                    List<String> command = new ArrayList<>(plain.command().listeningAt(ANY_PORT, folder));
                    command.add("--parley.tcp.tls.port=" + port);
                    command.add("--parley.tcp.tls.bundle=bench");
                    command.add("--spring.ssl.bundle.jks.bench.keystore.location=" + keys.toUri());
                    command.add("--spring.ssl.bundle.jks.bench.keystore.password=benchmark");
                    return command;
                })
                .encrypted()
                .atMost(2_000);
    }

    private static Server parleyPostgres(Path jar) {
        Server durable = parley("Parley-PostgreSQL", jar, "-Xmx1g", "durable");
        return Server.of(durable.name(), durable.dialect(), (port, folder) -> {
                    List<String> command = new ArrayList<>(durable.command().listeningAt(port, folder));
                    command.add("--spring.datasource.url=" + startPostgres(folder));
                    return command;
                })
                .storing();
    }

    /** Starts a database server that stores durably, unlike the one of tests. It ends with the benchmark. */
    private static String startPostgres(Path folder) throws IOException {
        Path data = Files.createTempDirectory("bench-postgres");
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        Files.copy(data.resolve("postmaster.pid"), folder.resolve(ServerProcess.HELPER));
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    private static List<String> naiveLoop(int port, Path folder) {
        return List.of(JAVA, "-cp", System.getProperty("java.class.path"), NaiveLoop.class.getName(), "" + port);
    }

    private static List<String> tutorial(int port, Path folder) {
        return List.of("python3", FOLDER.resolve("tutorial_server.py").toString(), "" + port);
    }

    private static List<String> inspircd(int port, Path folder) throws IOException {
        return List.of("inspircd", "--runasroot", "--nofork", "--config", filledIn("inspircd.conf", port, folder));
    }

    private static List<String> ngircd(int port, Path folder) throws IOException {
        return List.of("ngircd", "--nodaemon", "--config", filledIn("ngircd.conf", port, folder));
    }

    private static List<String> redis(int port, Path folder) throws IOException {
        return List.of("redis-server", filledIn("redis.conf", port, folder));
    }

    private static List<String> redisStreams(int port, Path folder) throws IOException {
        List<String> command = new ArrayList<>(redis(port, folder));
        command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always", "--auto-aof-rewrite-percentage", "0"));
        command.addAll(List.of("--dir", folder.toString()));
        return command;
    }

    private static List<String> nats(int port, Path folder) throws IOException {
        return List.of("nats-server", "--config", filledIn("nats.conf", port, folder));
    }

    private static List<String> limit(int port, Path folder) throws IOException {
        Path program = folder.resolve("limit");
        run("cc", "-O2", "-o", program.toString(), FOLDER.resolve("limit.c").toString());
        return List.of(program.toString(), "" + port);
    }

    private static void run(String... command) throws IOException {
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static String filledIn(String template, int port, Path folder) throws IOException {
        String configuration = Files.readString(FOLDER.resolve(template))
                .replace("@PORT@", "" + port)
                .replace("@FOLDER@", folder.toString());
        return Files.writeString(folder.resolve(template), configuration).toString();
    }
}
