package dev.parley.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterTest {
    @ParameterizedTest
    @CsvSource({
        "ban, 192.0.2.7/32, 1",
        "ban, 192.0.0.0/16, 1",
        "unban, w6o1 (192.0.2.7/32), 1",
        "ban, bob, 2",
        "kick, w6o1 (Bob), 2",
        "delete, #dev/117 (bob), 2",
        "ban, 198.51.100.7/32, 0",
        "ban, bobby, 0",
        "kick, w6o1, 0"
    })
    void actionsMatchByTheNetworkOrTheNickThatTheyWereAppliedTo(String action, String target, int filter) {
        var applied = ActivityRecord.of(
                1L,
                new ActivityEvent.Moderated(
                        Instant.EPOCH, EventSubject.NOBODY, "token", action, target, "", "done", null));

        for (ActivityRecord record : List.of(applied, ActivityRecord.parse(applied.json()))) {
            assertThat(new EventFilter(
                                    Set.of(),
                                    null,
                                    null,
                                    IpNetwork.of("192.0.2.7").orElseThrow())
                            .matches(record))
                    .isEqualTo(filter == 1);
            assertThat(new EventFilter(Set.of(), null, new Nick("bob"), null).matches(record))
                    .isEqualTo(filter == 2);
        }
    }
}
