package dev.parley.operator;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.GrantedAuthority;

/** The permissions of an operator. The last constant wins where somebody has several roles. */
public enum Role implements GrantedAuthority {
    AUDITOR(Permission.AUDIT),
    VIEWER(Permission.READ),
    MODERATOR(Permission.READ, Permission.MODERATE),
    ADMIN(Permission.READ, Permission.MODERATE, Permission.ADMINISTER, Permission.AUDIT);

    private final Set<Permission> permissions;

    Role(Permission first, Permission... others) {
        permissions = EnumSet.of(first, others);
    }

    public boolean has(Permission permission) {
        return permissions.contains(permission);
    }

    /** The name in requests and claims. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }

    /** The roles with a permission, for people to read. */
    public static String having(Permission permission) {
        return Arrays.stream(values())
                .filter(role -> role.has(permission))
                .map(Role::label)
                .collect(Collectors.joining(" or "));
    }

    @Override
    public String getAuthority() {
        return name();
    }
}
