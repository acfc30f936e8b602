package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OwnerOnlyPermissionsTest {
    private static final String WARNING = "Other users can read or write";

    @TempDir
    Path directory;

    @BeforeEach
    void theFileSystemHasPermissions() {
        assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
    }

    @Test
    void createdFilesAndFoldersAreAccessibleToTheirOwnerOnly() throws IOException {
        Path inner = directory.resolve("outer/inner");
        OwnerOnlyPermissions.createDirectories(inner);
        OwnerOnlyPermissions.createFile(inner.resolve("file"));
        Path temporary = OwnerOnlyPermissions.createTempFile(inner, "some", ".db");
        assertThat(permissions(directory.resolve("outer"))).isEqualTo("rwx------");
        assertThat(permissions(inner)).isEqualTo("rwx------");
        assertThat(permissions(inner.resolve("file"))).isEqualTo("rw-------");
        assertThat(permissions(temporary)).isEqualTo("rw-------");
    }

    @Test
    void existingFilesKeepTheirContentAndPermissions() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "kept");
        allow(file, "rw-r-----");
        OwnerOnlyPermissions.createFile(file);
        OwnerOnlyPermissions.createDirectories(directory);
        assertThat(file).hasContent("kept");
        assertThat(permissions(file)).isEqualTo("rw-r-----");
    }

    @Test
    void anEmptyFileThatOthersCanReadIsMadePrivateBeforeItIsFilled() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        allow(file, "rw-r--r--");
        OwnerOnlyPermissions.createFile(file);
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw--w----", "rw----r--", "rw-----w-", "rw-rw-rw-", "rwx-----x"})
    void fileAccessibleToOthersIsReportedInAWarning(String permissions, CapturedOutput output) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        allow(file, permissions);
        OwnerOnlyPermissions.warnOfOthers(Stream.of(file));
        assertThat(output).containsOnlyOnce(WARNING).contains("WARN", "chmod 600 " + file);
    }

    @Test
    void openFilesAreReportedInOneWarningWithModesAndCommands(CapturedOutput output) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path closed = Files.createFile(directory.resolve("closed"));
        allow(file, "rw-r--r--");
        allow(closed, "rw-------");
        allow(directory, "rwxr-xr-x");
        OwnerOnlyPermissions.warnOfOthers(Stream.of(directory, file, closed, directory.resolve("missing")));
        assertThat(output)
                .containsOnlyOnce(WARNING)
                .contains(directory + " (mode 755), " + file + " (mode 644)")
                .contains("chmod 700 " + directory + "; chmod 600 " + file)
                .doesNotContain("closed", "missing");
    }

    @Test
    void ownerOnlyFilesCauseNoWarning(CapturedOutput output) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        allow(file, "r--------");
        allow(directory, "rwx------");
        OwnerOnlyPermissions.warnOfOthers(Stream.of(directory, file));
        assertThat(output).doesNotContain(WARNING);
    }

    /** Kubernetes mounts volumes as a folder of root's that the pod's group may write, and Secrets for its group to read. */
    @Test
    void groupAccessToFilesOfAnotherUserCausesNoWarning(CapturedOutput output) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path folder = Files.createDirectory(directory.resolve("folder"));
        allow(file, "r--r-----");
        allow(folder, "rwxrwxr-x");
        assumeThat(giveAway(file) && giveAway(folder)).as("needs root").isTrue();
        OwnerOnlyPermissions.warnOfOthers(Stream.of(folder, file));
        assertThat(output).doesNotContain(WARNING);
        allow(file, "r--r--r--");
        OwnerOnlyPermissions.warnOfOthers(Stream.of(file));
        assertThat(output).containsOnlyOnce(WARNING);
    }

    private static boolean giveAway(Path path) {
        try {
            Files.setAttribute(path, "unix:uid", 54_321);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
