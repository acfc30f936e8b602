package dev.parley.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.port.Client;
import dev.parley.protocol.Nick;
import org.jspecify.annotations.Nullable;

/**
 * The client that an event is about. All fields are null if the event concerns no connected client.
 *
 * @param client id of the connection
 * @param account account that the client is logged in to; absent for a guest
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventSubject(
        @Nullable String client,
        @Nullable String nick,
        @Nullable String account,
        @Nullable String address) {
    static final EventSubject NOBODY = new EventSubject(null, null, null, null);

    /** Returns the subject of a client's event. Called by the chat thread. */
    static EventSubject of(Client client, Nick nick, @Nullable Nick account) {
        return new EventSubject(
                client.id(), nick.value(), account == null ? null : account.value(), client.addressText());
    }

    /** Returns a subject of which only the nick is known. */
    static EventSubject called(Nick nick) {
        return new EventSubject(null, nick.value(), null, null);
    }
}
