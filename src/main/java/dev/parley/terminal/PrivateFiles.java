package dev.parley.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Files that only the user can read, where the file system has such permissions. */
final class PrivateFiles {
    private PrivateFiles() {}

    /** Replaces a file; an interrupted write leaves the old one. */
    static void write(Path file, List<String> lines) throws IOException {
        create(file);
        Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
        Files.write(part, lines);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Creates an empty file and its folders, unless they exist. */
    static void create(Path file) throws IOException {
        boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(file.getParent(), attributes(isPosix, "rwx------"));
        if (Files.notExists(file)) {
            Files.createFile(file, attributes(isPosix, "rw-------"));
        }
    }

    private static FileAttribute<?>[] attributes(boolean isPosix, String permissions) {
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
