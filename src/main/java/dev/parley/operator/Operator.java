package dev.parley.operator;

import dev.parley.protocol.Nick;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Author of a request, which was made by REST or by a command in the chat.
 *
 * @param name {@code token}, {@code token:NAME}, {@code oidc:NAME} or {@code account:NAME}
 * @param identity subject and issuer of a user of the OpenID Connect issuer, because several users can have the same
 *     name; null for other operators
 * @param role role of the operator; null for an operator without any permission
 */
public record Operator(
        String name,
        @Nullable String identity,
        String address,
        @Nullable Role role) {
    public Operator(String name, String address, @Nullable Role role) {
        this(name, null, address, role);
    }

    private static final Duration MAX_DURATION_OF_MODERATORS = Duration.ofDays(7);

    /**
     * Returns the operator's address; null if it is unknown, because a proxy may report a text that is not an address.
     */
    @Nullable
    InetAddress origin() {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Returns the name of the operator's messages in the chat, which is reserved: {@code operator} for the token of the
     * file, {@code token-NAME} or {@code oidc-NAME} for others. Empty where that is not a valid name.
     */
    public Optional<Nick> nick() {
        return name.contains(":") ? Nick.of(name.replaceFirst(":", "-")) : Optional.of(Nick.OPERATOR);
    }

    /** Returns the author as the audit records it, unique: the name, with the identity after it in parentheses. */
    public String actor() {
        return identity == null ? name : name + " (" + identity + ")";
    }

    void require(Permission permission) {
        if (role == null || !role.has(permission)) {
            throw new OperatorException(new OperatorError.Forbidden("this needs the role " + Role.having(permission)));
        }
    }

    /**
     * Rejects a moderator's restriction that is permanent or longer than a week.
     *
     * @param duration null for a permanent restriction
     */
    public void requireDuration(@Nullable Duration duration) {
        if (role == Role.MODERATOR && (duration == null || duration.compareTo(MAX_DURATION_OF_MODERATORS) > 0)) {
            throw new OperatorException(
                    new OperatorError.Forbidden("a moderator can ban and mute for at most P7D; ask an admin for more"));
        }
    }
}
