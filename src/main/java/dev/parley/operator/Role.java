package dev.parley.admin;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.GrantedAuthority;

/** What a caller of the API may do. A later one is more than an earlier one, where somebody has several. */
enum Role implements GrantedAuthority {
    AUDITOR(Right.AUDIT),
    VIEWER(Right.READ),
    MODERATOR(Right.READ, Right.MODERATE),
    ADMIN(Right.READ, Right.MODERATE, Right.ADMINISTER, Right.AUDIT);

    private final Set<Right> rights;

    Role(Right first, Right... others) {
        rights = EnumSet.of(first, others);
    }

    boolean has(Right right) {
        return rights.contains(right);
    }

    /** As it is written in requests and claims. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }

    /** Those that may, for people to read. */
    static String having(Right right) {
        return Arrays.stream(values())
                .filter(role -> role.has(right))
                .map(Role::label)
                .collect(Collectors.joining(" or "));
    }

    @Override
    public String getAuthority() {
        return name();
    }
}
