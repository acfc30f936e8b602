package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.operator.ServiceStatus.RaisedAlarm;
import dev.parley.time.FakeClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private final FakeClock clock = new FakeClock();
    private final AtomicBoolean memory = new AtomicBoolean();
    private final Alarms alarms = new Alarms(Map.of("memory", memory::get, "disk", () -> true), clock);

    @Test
    void alarmKeepsTheTimeAtWhichItWasFoundToBeRaised() {
        alarms.check();
        clock.advance(Duration.ofMinutes(2));
        memory.set(true);

        assertThat(alarms.raised())
                .containsExactly(
                        new RaisedAlarm("disk", FakeClock.START),
                        new RaisedAlarm("memory", FakeClock.START.plusSeconds(120)));
    }

    @Test
    void alarmThatIsRaisedAgainHasALaterTime() {
        memory.set(true);
        alarms.check();
        memory.set(false);
        assertThat(alarms.raised()).extracting(RaisedAlarm::type).containsExactly("disk");
        clock.advance(Duration.ofMinutes(2));
        memory.set(true);

        assertThat(alarms.raised()).contains(new RaisedAlarm("memory", FakeClock.START.plusSeconds(120)));
    }
}
