package dev.parley.terminal;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Options of the client, from the command line or from the configuration file, which has the same names. The command
 * line has priority.
 *
 * @param ca file with certificates (PEM) that may sign the server's certificate, instead of the system's
 * @param nick nick to take at the start
 * @param account account to log in to at the start; the password is asked for
 * @param room room to join at the start, with its key if it has one
 */
record Options(
        ServerAddress server,
        boolean tls,
        @Nullable Path ca,
        @Nullable String nick,
        @Nullable String account,
        @Nullable String room,
        boolean bell) {
    static final String USAGE = """
            Usage: java -jar parley.jar chat [OPTIONS] [HOST[:PORT] | HOST PORT]

            Connects to localhost:12345, or with --tls to port 12346.

              --tls            encrypt the connection
              --ca FILE        encrypt, and trust the certificates in FILE (PEM) instead
                               of the system's
              --nick NAME      take this nick
              --account NAME   log in to this account; asks for the password
              --room ROOM      join this room; "ROOM KEY" if it has a key
              --no-bell        do not ring the bell for your name and private messages
              --help           show this help

            The same options, such as "server = chat.example.com", "tls = true",
            "nick = anna" or "bell = false", can be in the file
            %s.
            Without a terminal, each line of the input is sent, and each message printed.

            Exit status:
              0  everything was answered, or you left
              1  no connection, a lost one, or a refused --nick or --room
              2  wrong usage
              3  the certificate of the server is not trusted
            """;

    private static final int PORT = 12_345;
    private static final int TLS_PORT = 12_346;
    private static final Set<String> WITH_VALUE = Set.of("--ca", "--nick", "--account", "--room");
    private static final Set<String> NAMES = Set.of("server", "tls", "ca", "nick", "account", "room", "bell");

    /** @throws UsageException for a wrong argument or configuration file */
    static Options parse(List<String> arguments, Path configuration) {
        Map<String, String> values = new TreeMap<>();
        if (Files.exists(configuration)) {
            try {
                read(configuration, values);
                of(values);
            } catch (UsageException e) {
                throw new UsageException(e.getMessage() + ", in " + configuration);
            }
        }
        read(new ArrayDeque<>(arguments), values);
        return of(values);
    }

    private static Options of(Map<String, String> values) {
        boolean tls = flag(values, "tls", values.containsKey("ca"));
        return new Options(
                ServerAddress.parse(values.getOrDefault("server", "localhost"), tls ? TLS_PORT : PORT),
                tls,
                ca(values),
                word(values, "nick"),
                word(values, "account"),
                room(values),
                flag(values, "bell", true));
    }

    private static void read(Path configuration, Map<String, String> values) {
        var entries = new Properties();
        try (Reader reader = Files.newBufferedReader(configuration, StandardCharsets.UTF_8)) {
            entries.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("cannot read it: " + e.getMessage());
        }
        for (String name : entries.stringPropertyNames()) {
            if (!NAMES.contains(name)) {
                throw new UsageException("there is no option \"" + name + "\"");
            }
            values.put(name, entries.getProperty(name).strip());
        }
    }

    private static void read(Deque<String> arguments, Map<String, String> values) {
        String address = "";
        while (!arguments.isEmpty()) {
            String argument = arguments.pop();
            int equals = argument.indexOf('=');
            if (equals > 0 && WITH_VALUE.contains(argument.substring(0, equals))) {
                arguments.push(argument.substring(equals + 1));
                argument = argument.substring(0, equals);
            }
            switch (argument) {
                case "--tls" -> values.put("tls", "true");
                case "--no-bell" -> values.put("bell", "false");
                case "--ca", "--nick", "--account", "--room" -> {
                    if (arguments.isEmpty()) {
                        throw new UsageException(argument + " needs a value");
                    }
                    values.put(argument.substring(2), arguments.pop());
                }
                default -> {
                    if (argument.startsWith("-")) {
                        throw new UsageException("there is no option " + argument);
                    }
                    if (address.isEmpty()) {
                        address = argument;
                    } else if (argument.matches("\\d{1,5}") && !address.contains(":")) {
                        address += ":" + argument;
                    } else {
                        throw new UsageException("only one server is possible, not also " + argument);
                    }
                    values.put("server", address);
                }
            }
        }
    }

    private static boolean flag(Map<String, String> values, String name, boolean otherwise) {
        return switch (values.getOrDefault(name, String.valueOf(otherwise))) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new UsageException(name + " must be true or false, not \"" + values.get(name) + "\"");
        };
    }

    private static @Nullable Path ca(Map<String, String> values) {
        String file = values.get("ca");
        if (file != null && !Files.isReadable(Path.of(file))) {
            throw new UsageException("cannot read " + file);
        }
        return file == null ? null : Path.of(file);
    }

    private static @Nullable String word(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value != null && (value.isEmpty() || value.chars().anyMatch(Character::isWhitespace))) {
            throw new UsageException(name + " must be one word");
        }
        return value;
    }

    private static @Nullable String room(Map<String, String> values) {
        String room = values.get("room");
        if (room != null && !room.matches("\\S+( \\S+)?")) {
            throw new UsageException("room must be a name, or a name, a space and a key");
        }
        return room == null || room.startsWith("#") ? room : "#" + room;
    }
}
