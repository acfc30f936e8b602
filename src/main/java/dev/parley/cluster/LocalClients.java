package dev.parley.cluster;

import dev.parley.moderation.RestrictionRegistry;
import dev.parley.session.Sessions;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/** Clients of this replica, and the bans and mutes that apply to them. */
final class LocalClients {
    private static final Logger log = LoggerFactory.getLogger(LocalClients.class);

    private final Sessions sessions;
    private final List<RestrictionRegistry> restrictions;
    private final BooleanSupplier isLeading;

    /** @param isLeading whether this replica leads, and so has the bans and mutes before the database has them */
    LocalClients(Sessions sessions, List<RestrictionRegistry> restrictions, BooleanSupplier isLeading) {
        this.sessions = sessions;
        this.restrictions = restrictions;
        this.isLeading = isLeading;
    }

    /** Has the ids of all sessions from now on differ from those of replicas with other slots. */
    void numberFor(int slot) {
        sessions.numberFor(slot);
    }

    /** See {@link Sessions#lowestWritten}. */
    long lowestWritten() {
        return sessions.lowestWritten();
    }

    /**
     * Reads the bans and mutes of the leader, and disconnects clients whose addresses are banned. May block. Returns
     * whether they could be read.
     */
    boolean readRestrictions() {
        try {
            if (!isLeading.getAsBoolean()) {
                restrictions.forEach(RestrictionRegistry::load);
                sessions.disconnectBanned();
            }
            return true;
        } catch (NestedRuntimeException e) {
            log.warn("Bans and mutes cannot be read now: {}", e.toString());
            return false;
        }
    }
}
