package dev.parley.tcp.accept;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reason for rejecting a connection, which is sent as its first and last line. */
public enum RejectReason {
    SERVER_FULL("the server is full; try again later"),
    TOO_MANY_CONNECTIONS("too many connections from your address"),
    BUSY("the server is low on memory; try again later"),
    BANNED("your address is banned"),
    NOT_ALLOWED("connections from your address must begin with a PROXY protocol header"),
    DRAINING("the server is stopping; try again later");

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final byte[] text;
    private final byte[] json;

    RejectReason(String reason) {
        text = bytes("*** error " + label + ": " + reason + "\n");
        json = bytes("{\"type\":\"error\",\"code\":\"" + label + "\",\"text\":\"" + reason + "\"}\n");
    }

    public String label() {
        return label;
    }

    /** Returns the line for the clients of a listener. */
    public byte[] line(ListenerSettings listener) {
        return listener.json() ? json : text;
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.US_ASCII);
    }
}
