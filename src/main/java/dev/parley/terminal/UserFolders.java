package dev.parley.terminal;

import java.nio.file.Path;
import java.util.Map;

/**
 * Folders of the user: as the XDG Base Directory Specification defines them, on Windows those of application data.
 *
 * @param config folder of the configuration file
 * @param state folder of the history and the known certificates
 */
record UserFolders(Path config, Path state) {
    static UserFolders of(Map<String, String> environment, boolean isWindows, Path home) {
        Path config = isWindows
                ? folder(environment, "APPDATA", home)
                : folder(environment, "XDG_CONFIG_HOME", home.resolve(".config"));
        Path state = isWindows
                ? folder(environment, "LOCALAPPDATA", home)
                : folder(environment, "XDG_STATE_HOME", home.resolve(".local/state"));
        return new UserFolders(config.resolve("parley"), state.resolve("parley"));
    }

    /** The specification says that a relative path is ignored. */
    private static Path folder(Map<String, String> environment, String variable, Path otherwise) {
        String value = environment.getOrDefault(variable, "");
        return !value.isEmpty() && Path.of(value).isAbsolute() ? Path.of(value) : otherwise;
    }

    Path configuration() {
        return config.resolve("chat.properties");
    }

    Path history() {
        return state.resolve("history");
    }

    Path certificates() {
        return state.resolve("known-certificates");
    }
}
