package dev.parley.database;

import static java.util.stream.Collectors.joining;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates files and folders that only their owner can use, regardless of the umask. Their modes are 0600 and 0700; on
 * Windows they have an ACL.
 */
public final class OwnerOnlyPermissions {
    private static final Logger log = LoggerFactory.getLogger(OwnerOnlyPermissions.class);
    private static final String FILE = "rw-------";
    private static final int PERMISSIONS = 07777;
    private static final int GROUP_AND_OTHERS = 077;
    private static final int OTHERS = 07;

    private OwnerOnlyPermissions() {}

    /** Creates a folder and its missing parents. */
    public static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, ofFolder(directory));
    }

    /** Creates an empty file if it does not exist. An existing empty file gets the same permissions. */
    public static void createFile(Path file) throws IOException {
        try {
            Files.createFile(file, ofFile(file));
        } catch (FileAlreadyExistsException e) {
            if (Files.exists(file) && Files.size(file) == 0 && isOpenToOthers(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(FILE));
            }
        }
    }

    public static Path createTempFile(Path directory, String prefix, @Nullable String suffix) throws IOException {
        return Files.createTempFile(directory, prefix, suffix, ofFile(directory));
    }

    /**
     * Warns, in one message, of paths that other users can read or write. A folder owned by another user is ignored,
     * and so is the group of a file owned by another user, because volumes and Kubernetes Secrets are mounted like
     * that.
     */
    public static void warnOfOthers(Stream<Path> paths) {
        List<Path> open = paths.filter(OwnerOnlyPermissions::isOpenToOthers).toList();
        if (!open.isEmpty()) {
            log.warn(
                    "Other users can read or write files of Parley: {}. Restrict access to its own user: {}",
                    open.stream()
                            .map(path -> path + " (mode %o)".formatted(mode(path)))
                            .collect(joining(", ")),
                    open.stream().map(OwnerOnlyPermissions::remedy).collect(joining("; ")));
        }
    }

    private static boolean isOpenToOthers(Path path) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix") || Files.notExists(path)) {
            return false;
        }
        boolean isOurs = attribute(path, "unix:uid") == new UnixSystem().getUid();
        int mode = mode(path);
        return isOurs ? (mode & GROUP_AND_OTHERS) != 0 : !Files.isDirectory(path) && (mode & OTHERS) != 0;
    }

    private static String remedy(Path path) {
        return (Files.isDirectory(path) ? "chmod 700 " : "chmod 600 ") + path;
    }

    private static int mode(Path path) {
        return attribute(path, "unix:mode") & PERMISSIONS;
    }

    private static int attribute(Path path, String name) {
        try {
            return (int) Files.getAttribute(path, name);
        } catch (IOException e) {
            log.debug("Could not read the permissions of {}: {}", path, e.getMessage());
            return 0;
        }
    }

    private static FileAttribute<?>[] ofFile(Path in) throws IOException {
        var views = in.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            return permissions(FILE);
        }
        return views.contains("acl") ? new FileAttribute<?>[] {acl(self(in))} : new FileAttribute<?>[0];
    }

    private static FileAttribute<?>[] ofFolder(Path path) {
        boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return isPosix ? permissions("rwx------") : new FileAttribute<?>[0];
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    private static UserPrincipal self(Path path) throws IOException {
        var users = path.getFileSystem().getUserPrincipalLookupService();
        return users.lookupPrincipalByName(System.getProperty("user.name"));
    }

    private static FileAttribute<List<AclEntry>> acl(UserPrincipal owner) {
        var entry = AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build();
        return new FileAttribute<>() {
            @Override
            public String name() {
                return "acl:acl";
            }

            @Override
            public List<AclEntry> value() {
                return List.of(entry);
            }
        };
    }
}
