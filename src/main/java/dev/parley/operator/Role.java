package dev.parley.operator;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.GrantedAuthority;

/**
 * Role of an operator, with the permissions of the role. If an operator has several roles, the last of them in this
 * order applies.
 */
public enum Role implements GrantedAuthority {
    POSTER(Permission.POST),
    AUDITOR(Permission.AUDIT),
    VIEWER(Permission.READ),
    MODERATOR(Permission.POST, Permission.READ, Permission.MODERATE),
    ADMIN(Permission.POST, Permission.READ, Permission.MODERATE, Permission.ADMINISTER, Permission.AUDIT);

    private final Set<Permission> permissions;

    Role(Permission first, Permission... others) {
        permissions = EnumSet.of(first, others);
    }

    public boolean has(Permission permission) {
        return permission == Permission.IDENTIFY || permissions.contains(permission);
    }

    /** Returns the permissions that distinguish the role, which do not include {@link Permission#IDENTIFY}. */
    public Set<Permission> permissions() {
        return Collections.unmodifiableSet(permissions);
    }

    /** Returns the name that requests and token claims use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }

    /** Returns the names of the roles that have a permission, for a message. */
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
