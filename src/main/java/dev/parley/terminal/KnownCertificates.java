package dev.parley.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fingerprints of certificates that the user has accepted, by server: a file with lines {@code HOST:PORT FINGERPRINT}.
 */
final class KnownCertificates {
    private final Path file;

    KnownCertificates(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    Optional<String> fingerprint(ServerAddress server) throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith(server + " "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .findFirst();
    }

    void add(ServerAddress server, String fingerprint) throws IOException {
        List<String> lines = new ArrayList<>(lines());
        lines.removeIf(line -> line.startsWith(server + " "));
        lines.add(server + " " + fingerprint);
        PrivateFiles.write(file, lines);
    }

    private List<String> lines() throws IOException {
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    }
}
