package dev.parley.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;

/** The attributes a new file needs so that only its owner can read and write it: a mode, or an ACL on Windows. */
final class OwnerOnly {
    private OwnerOnly() {}

    static FileAttribute<?>[] in(Path directory) throws IOException {
        var views = directory.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            return new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            };
        }
        return views.contains("acl") ? new FileAttribute<?>[] {acl(self(directory))} : new FileAttribute<?>[0];
    }

    private static UserPrincipal self(Path directory) throws IOException {
        var users = directory.getFileSystem().getUserPrincipalLookupService();
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
