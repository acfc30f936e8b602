package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.DiskAlarm.Space;
import dev.parley.time.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskAlarmTest {
    private static final long MB = 1 << 20;

    private Space space = new Space(100_000 * MB, 200_000 * MB);
    private boolean isBroken;
    private int looks;
    private final FakeClock clock = new FakeClock();
    private final DiskAlarm alarm = new DiskAlarm(this::look, clock);

    @ParameterizedTest
    @CsvSource({"499, 1000, true", "500, 1000, false", "4999, 100000, true", "5000, 100000, false"})
    void alarmIsRaisedBelow500MegabytesOrFivePercentFree(long free, long total, boolean isRaised) {
        space = new Space(free * MB, total * MB);
        assertThat(alarm.isRaised()).isEqualTo(isRaised);
    }

    @Test
    void diskSpaceIsCheckedAtMostEveryTenSeconds() {
        assertThat(alarm.isRaised()).isFalse();
        space = new Space(MB, 1_000 * MB);
        clock.advance(Duration.ofMillis(9_999));
        assertThat(alarm.isRaised()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(alarm.isRaised()).isTrue();
        assertThat(alarm.isRaised()).isTrue();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void alarmIsRaisedIfTheDiskSpaceIsUnknown() {
        isBroken = true;
        assertThat(alarm.isRaised()).isTrue();
    }

    @Test
    void alarmIsNeverRaisedWithoutAFolderAndRaisedForAMissingOne(@TempDir Path folder) {
        assertThat(DiskAlarm.of(null).isRaised()).isFalse();
        assertThat(DiskAlarm.of(folder.resolve("nowhere")).isRaised()).isTrue();
    }

    private Space look() throws IOException {
        looks++;
        if (isBroken) {
            throw new IOException("broken");
        }
        return space;
    }
}
