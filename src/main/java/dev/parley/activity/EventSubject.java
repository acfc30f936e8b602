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
public record EventSubject(
        @Nullable String client,
        @Nullable String nick,
        @Nullable String account,
        @Nullable String address) {
    static final EventSubject NOBODY = new EventSubject(null, null, null, null);

    /** Asked by the chat thread. */
    static EventSubject of(Client client, Nick nick, @Nullable Nick account) {
        return new EventSubject(
                client.id(), nick.value(), account == null ? null : account.value(), client.addressText());
    }

    /** Someone of whom only the name is known here. */
    static EventSubject called(Nick nick) {
        return new EventSubject(null, nick.value(), null, null);
    }
}
