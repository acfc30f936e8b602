package dev.parley.tcp.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

class FileDescriptorLimitTest {
    @ParameterizedTest
    @CsvSource({"10000, 1048576, 10000", "10000, 4096, 3584", "10000, 300, 225", "100, 300, 100", "10000, 128, 96"})
    void connectionLimitLeavesFileDescriptorsInReserve(int configured, long descriptors, int cap) {
        assertThat(FileDescriptorLimit.cap(configured, descriptors)).isEqualTo(cap);
    }

    @Test
    void tooFewFileDescriptorsStopTheStart() {
        assertThatThrownBy(() -> FileDescriptorLimit.cap(10_000, 127))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("parley.limits.connections");
    }
}
