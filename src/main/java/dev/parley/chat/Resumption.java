package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/**
 * What came of wanting to go on where a connection was lost.
 *
 * @param refused why not; null when the member has back what was left behind
 * @param heard the id of the last event the lost connection is known to have been sent
 * @param last the id of the last event that is missed: later ones are told as they happen
 */
public record Resumption(Answer.@Nullable Refused refused, long heard, long last) {
    static Resumption refused(Answer.Refused refused) {
        return new Resumption(refused, 0, 0);
    }
}
