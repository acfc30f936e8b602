package dev.parley.chat.port;

import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connected member with everything that another leader of the chat must know of it. Clients are named by the ids of
 * their connections.
 *
 * @param state the state with which it left if it has departed
 * @param tokenHash hash of the resume token; null if the member has none
 * @param usedTokenHash hash of the token that the member resumed with, if the reply may be lost; null otherwise
 * @param away away message; null while the member is not away
 * @param ignoredAccounts accounts that the member ignores
 * @param ignoredClients guests that the member ignores
 * @param departed whether the member has left, and only its connection is still open
 * @param resumable whether a member that has left can be resumed
 */
public record ConnectedMember(
        MemberSnapshot state,
        @Nullable String tokenHash,
        @Nullable String usedTokenHash,
        @Nullable String away,
        List<Nick> ignoredAccounts,
        List<String> ignoredClients,
        boolean departed,
        boolean resumable) {}
