package dev.parley.rest.clients;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.activity.RecentDisconnects;
import dev.parley.operator.ClientView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A client at the end of its connection.
 *
 * @param reason as in {@code parley_disconnects_total}
 */
record ClosedClientView(@JsonUnwrapped ClientView client, String reason, Instant closedAt) {
    static ClosedClientView of(RecentDisconnects.Closed closed) {
        return new ClosedClientView(
                ClientView.of(closed.ended().client(), closed.member().summary()),
                closed.ended().reason().label(),
                closed.at().truncatedTo(ChronoUnit.MILLIS));
    }
}
