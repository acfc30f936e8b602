package dev.parley.tcp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Why a connection is not accepted; its first and last line says so. */
public enum Refusal {
    SERVER_FULL("the server has no room for another connection"),
    TOO_MANY_CONNECTIONS("there are too many connections from your address"),
    BUSY("the server is short of memory; please try again later"),
    BANNED("your address is banned"),
    NOT_ALLOWED("connections from your address begin with a PROXY protocol header"),
    DRAINING("the server is stopping");

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final byte[] line;

    Refusal(String text) {
        line = ("*** error " + label + ": " + text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    public String label() {
        return label;
    }

    byte[] line() {
        return line;
    }
}
