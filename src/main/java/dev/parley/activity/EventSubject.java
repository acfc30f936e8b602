package dev.parley.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.port.Client;
import dev.parley.protocol.Nick;
import org.jspecify.annotations.Nullable;

/**
 * Whom an event is of. All is absent where it is of nobody who is connected.
 *
 * @param client the id of the connection
 * @param account the name it is logged in to; absent for a guest
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Who(
        @Nullable String client,
        @Nullable String nick,
        @Nullable String account,
        @Nullable String address) {
    static final Who NOBODY = new Who(null, null, null, null);

    /** Asked by the chat thread. */
    static Who of(Client client, Nick nick, @Nullable Nick account) {
        return new Who(client.id(), nick.value(), account == null ? null : account.value(), client.addressText());
    }

    /** Someone of whom only the name is known here. */
    static Who called(Nick nick) {
        return new Who(null, nick.value(), null, null);
    }
}
