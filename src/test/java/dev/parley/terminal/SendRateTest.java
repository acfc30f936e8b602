package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.codec.CommandParser;
import dev.parley.protocol.Command;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SendRateTest {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final SendRate rate = new SendRate();

    @Test
    void linesAboveTheBurstWaitUntilTheServerAcceptsThem() {
        assertThat(rate.delay(16, NOON)).isZero();
        rate.sent(16, NOON);
        assertThat(rate.delay(1, NOON)).isEqualTo(Duration.ofMillis(100));
        assertThat(rate.delay(1, NOON.plusMillis(100))).isZero();
        assertThat(rate.delay(16, NOON.plusSeconds(2))).isZero();
    }

    @Test
    void clockThatIsSetBackDelaysNoLineForLong() {
        rate.sent(16, NOON);
        assertThat(rate.delay(1, NOON.minusSeconds(3600))).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void commandsCountAsManyLinesAsTheServerCountsThem() {
        assertThat(Command.USAGES).allSatisfy(usage -> {
            String line = usage.value()
                    .replaceAll(" \\[.*", "")
                    .replaceAll("\\bID\\b", "7")
                    .replaceAll("\\|\\S+", "");
            assertThat(SendRate.weight(line))
                    .as(line)
                    .isEqualTo(CommandParser.parse(line).orElseThrow().weight());
        });
        assertThat(SendRate.weight("/say key=k /who")).isEqualTo(1);
    }
}
