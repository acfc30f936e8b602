package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class TokenFileTest {
    @TempDir
    Path directory;

    @Test
    void missingTokenFileIsCreatedWithItsDirectories(CapturedOutput output) throws IOException {
        Path path = directory.resolve("some/where/token");

        var file = TokenFile.at(path);

        String token = Files.readString(path);
        assertThat(token).matches("parley_[A-Za-z0-9_-]{43}");
        assertThat(file.holds(token)).isTrue();
        assertThat(path.getParent()).isDirectoryNotContaining(other -> !other.equals(path));
        assertThat(output).contains(path.toString()).doesNotContain(token);
    }

    @Test
    void createdTokenFileIsReadableByItsOwnerOnly() throws IOException {
        assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Path path = directory.resolve("token");

        TokenFile.at(path);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void createdTokensDiffer() throws IOException {
        TokenFile.at(directory.resolve("one"));
        TokenFile.at(directory.resolve("two"));

        assertThat(directory.resolve("one")).content().isNotEqualTo(Files.readString(directory.resolve("two")));
    }

    @Test
    void existingTokenFileIsUsedUnchanged() throws IOException {
        Path path = Files.writeString(directory.resolve("token"), "mine\n");

        var file = TokenFile.at(path);

        assertThat(file.holds("mine")).isTrue();
        assertThat(file.holds("Mine")).isFalse();
        assertThat(file.holds("")).isFalse();
        assertThat(path).content().isEqualTo("mine\n");
    }

    @Test
    void emptyTokenFileStopsTheStart() throws IOException {
        Path path = Files.writeString(directory.resolve("token"), " \n");

        assertThatThrownBy(() -> TokenFile.at(path))
                .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, refusal -> {
                    assertThat(refusal.getName()).isEqualTo("parley.admin.token-file");
                    assertThat(refusal.getReason()).startsWith(path + " has no token");
                });
    }

    /** A directory stands for what cannot be read: the superuser can read every file. */
    @Test
    void unreadableTokenFileStopsTheStart() {
        assertThatThrownBy(() -> TokenFile.at(directory))
                .isInstanceOfSatisfying(
                        InvalidConfigurationPropertyValueException.class,
                        refusal -> assertThat(refusal.getReason()).startsWith(directory + " cannot be read"));
    }

    @Test
    void tokenFileThatCannotBeCreatedStopsTheStart() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");

        assertThatThrownBy(() -> TokenFile.at(file.resolve("token")))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class);
    }

    @Test
    void changeOfTheTokenFileTakesEffectAtOnce() throws IOException {
        Path path = Files.writeString(directory.resolve("token"), "first");
        var file = TokenFile.at(path);
        assertThat(file.holds("first")).isTrue();

        Files.writeString(path, "other");

        assertThat(file.holds("first")).isFalse();
        assertThat(file.holds("other")).isTrue();
    }

    @Test
    void missingOrEmptyTokenFileInvalidatesTheTokenAndIsLoggedOnce(CapturedOutput output) throws IOException {
        Path path = Files.writeString(directory.resolve("token"), "mine");
        var file = TokenFile.at(path);

        Files.delete(path);
        assertThat(file.holds("mine")).isFalse();
        Files.writeString(path, "");
        assertThat(file.holds("")).isFalse();
        assertThat(output.getAll().split("is refused until")).hasSize(2);

        Files.writeString(path, "mine");
        assertThat(file.holds("mine")).isTrue();
        Files.delete(path);
        assertThat(file.holds("mine")).isFalse();
        assertThat(output.getAll().split("is refused until")).hasSize(3);
    }
}
