package dev.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One kind of work, done by every server that can.
 *
 * @param description who is connected and what happens
 * @param measures what is shown; the first is drawn
 * @param compared what the ratio to the first server is of
 * @param wantsFreshServer whether each round is done by a server that has just been started
 */
record Scenario(
        String name,
        String description,
        List<Measure> measures,
        Measure compared,
        boolean wantsFreshServer,
        Predicate<Server> suits,
        Work work) {
    interface Work {
        /** @param duration how long a load lasts */
        Map<Measure, Double> run(ServerProcess server, Duration duration) throws IOException;
    }
}
