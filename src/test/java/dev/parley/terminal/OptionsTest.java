package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @TempDir
    Path folder;

    @Test
    void defaultsAreThePlainPortOfLocalhostAndABell() {
        Options options = parse();
        assertThat(options.server()).isEqualTo(new ServerAddress("localhost", 12_345));
        assertThat(options.bell()).isTrue();
    }

    @Test
    void valueCanFollowAnEqualsSign() {
        assertThat(parse("--nick=anna", "--room=dev").nick()).isEqualTo("anna");
    }

    @ParameterizedTest
    @CsvSource({
        "chat.example.com, chat.example.com, 12346",
        "chat.example.com:7000, chat.example.com, 7000",
        "192.0.2.1:1, 192.0.2.1, 1",
        "[2001:db8::1]:65535, 2001:db8::1, 65535",
        "[2001:db8::1], 2001:db8::1, 12346",
        "2001:db8::1, 2001:db8::1, 12346"
    })
    void addressMayHaveAPort(String text, String host, int port) {
        assertThat(parse("--tls", text).server()).isEqualTo(new ServerAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--bad",
                "--nick",
                "--tls=true",
                "-x",
                "one two",
                "a:b",
                "host:0",
                "host:65536",
                "host:",
                ":1",
                "[::1",
                "--nick '' x",
                "--ca /none"
            })
    void wrongArgumentIsAUsageError(String arguments) {
        String[] words = arguments.replace("''", "").split(" ", -1);
        assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageException.class);
    }

    @Test
    void commandLineHasPriorityOverTheFile() throws IOException {
        Files.writeString(
                folder.resolve("chat.properties"),
                "server = chat.example.com\ntls = true\nnick = anna\nbell = false\nroom = dev\n");
        Options options = parse("--nick", "bob");
        assertThat(options.server()).hasToString("chat.example.com:12346");
        assertThat(options.tls()).isTrue();
        assertThat(options.nick()).isEqualTo("bob");
        assertThat(options.room()).isEqualTo("#dev");
        assertThat(options.bell()).isFalse();
    }

    @Test
    void roomMayHaveAKey() {
        assertThat(parse("--room", "dev sesame").room()).isEqualTo("#dev sesame");
        assertThatThrownBy(() -> parse("--room", "dev a b")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> parse("--room", " dev")).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nickname = anna", "tls = yes", "bell = no", "nick = a b", "server = a:b", "nick = \\u12"})
    void wrongEntryOfTheFileIsAUsageError(String entry) throws IOException {
        Files.writeString(folder.resolve("chat.properties"), entry + "\n");
        assertThatThrownBy(this::parse)
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith(", in " + folder.resolve("chat.properties"));
    }

    @Test
    void foldersFollowTheBaseDirectorySpecificationAndWindows() {
        Path home = Path.of("/home/anna");
        assertThat(UserFolders.of(Map.of(), false, home).history())
                .isEqualTo(home.resolve(".local/state/parley/history"));
        assertThat(UserFolders.of(Map.of("XDG_STATE_HOME", "/s", "XDG_CONFIG_HOME", "relative"), false, home))
                .isEqualTo(new UserFolders(home.resolve(".config/parley"), Path.of("/s/parley")));
        assertThat(UserFolders.of(Map.of("APPDATA", "/roaming", "LOCALAPPDATA", "/local"), true, home))
                .isEqualTo(new UserFolders(Path.of("/roaming/parley"), Path.of("/local/parley")));
    }

    private Options parse(String... arguments) {
        return Options.parse(List.of(arguments), folder.resolve("chat.properties"));
    }
}
