package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.jline.utils.Colors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NickColorsTest {
    static IntStream colors() {
        return IntStream.of(NickColors.COLORS);
    }

    @ParameterizedTest
    @MethodSource("colors")
    void colorIsReadableOnBlackAndOnWhite(int color) {
        double luminance = luminance(Colors.DEFAULT_COLORS_256[color]);
        assertThat((luminance + 0.05) / 0.05).isGreaterThan(3.9);
        assertThat(1.05 / (luminance + 0.05)).isGreaterThan(3.9);
    }

    /** Relative luminance, as WCAG 2.2 defines it. */
    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int value) {
        double part = value / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
