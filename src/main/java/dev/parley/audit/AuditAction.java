package dev.parley.audit;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Action of an operator. The audit, the log and the metrics use its label. */
public enum AuditAction {
    KICK(true),
    NOTICE(true),
    ANNOUNCE(true),
    BAN(true),
    UNBAN(true),
    MUTE(true),
    UNMUTE(true),
    DELETE(true),
    CHANGE_ROOM(true),
    CLOSE_ROOM(true),
    UNDO(true),
    READ(false),
    TRACE(false),
    BACKUP(false),
    MAKE_ACCOUNT(false),
    DROP_ACCOUNT(false),
    RESET_PASSWORD(false),
    SET_ROLE(false),
    MAKE_TOKEN(false),
    REVOKE_TOKEN(false),
    MAKE_WEBHOOK(false),
    REMOVE_WEBHOOK(false),
    DRAIN(false),
    UNDRAIN(false),
    SET_LOG_LEVEL(false),
    GUESS_TOKEN(false),
    CONFIRM_CLOCK(false);

    private static final Set<AuditAction> STORED_BY_CHAT =
            EnumSet.of(DELETE, CHANGE_ROOM, CLOSE_ROOM, MAKE_ACCOUNT, DROP_ACCOUNT, RESET_PASSWORD);

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final boolean ofPeople;

    /** @param ofPeople whether the action concerns people or rooms; false if it concerns the service */
    AuditAction(boolean ofPeople) {
        this.ofPeople = ofPeople;
    }

    public static Optional<AuditAction> of(String label) {
        return Arrays.stream(values())
                .filter(action -> action.label.equals(label))
                .findFirst();
    }

    public String label() {
        return label;
    }

    public boolean isOfPeople() {
        return ofPeople;
    }

    /** Whether the chat stores the action or its effects, as events of the history. */
    public boolean isStoredByChat() {
        return STORED_BY_CHAT.contains(this);
    }
}
