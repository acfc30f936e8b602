package dev.parley.terminal;

import java.util.Locale;
import org.jline.utils.AttributedStyle;

/**
 * Colors of nicks. A nick always has the same color. Each color has a contrast of at least 3.9 to black and to white
 * (by WCAG 2.2, which asks for 3 for large text), so it can be read on any background.
 */
final class NickColors {
    /** Numbers of the 256 colors of xterm. */
    static final int[] COLORS = {27, 28, 30, 31, 64, 97, 98, 130, 131, 132, 161, 163};

    private NickColors() {}

    static AttributedStyle of(String nick) {
        int hash = nick.toLowerCase(Locale.ROOT).hashCode();
        return AttributedStyle.DEFAULT.foreground(COLORS[Math.floorMod(hash * 31 + (hash >>> 16), COLORS.length)]);
    }
}
