package dev.parley.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The shell in which the commands of the tour run, in one directory and with the ports of the started service. */
final class TourShell {
    static final Path SHELL = Path.of("/bin/sh");
    private static final Pattern CHANGE = Pattern.compile("[A-Z]+=.*|umask .*");

    private final Path directory;
    private final Map<String, String> ports;
    private final List<String> changes = new ArrayList<>();

    /** @param ports the port in this run by the port on the page */
    TourShell(Path directory, Map<String, String> ports) {
        this.directory = directory;
        this.ports = ports;
    }

    /** Whether the command prints nothing and changes the shell itself, for all later commands. */
    boolean changesShell(String command) {
        return CHANGE.matcher(command).matches() && changes.add(command);
    }

    /** @param alone whether the process is the command's own, so that it can be ended */
    Process start(String command, boolean alone) throws IOException {
        String script = String.join("\n", changes) + "\n" + (alone ? "exec " : "") + withPorts(command);
        var shell = new ProcessBuilder(SHELL.toString(), "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        shell.environment().put("PYTHONUNBUFFERED", "1");
        shell.environment().put("NO_PROXY", "127.0.0.1");
        return shell.start();
    }

    String withPorts(String text) {
        String changed = text;
        for (var port : ports.entrySet()) {
            changed = changed.replaceAll("\\b" + port.getKey() + "\\b", port.getValue());
        }
        return changed;
    }
}
