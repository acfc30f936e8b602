package dev.parley.session;

import java.nio.charset.StandardCharsets;

/** Response to an HTTP request on a chat port. A browser shows its text. */
public final class HttpRefusal {
    private static final String TEXT = """
            This is a chat, not a web site. Connect to this address and port with nc or telnet,
            or with openssl s_client if the port uses TLS. The console and the REST API
            have another port, by default 8080.
            """;

    private static final byte[] RESPONSE = ("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
                    + "Content-Type: text/plain; charset=us-ascii\r\nX-Content-Type-Options: nosniff\r\n"
                    + "Content-Length: " + TEXT.length() + "\r\n\r\n" + TEXT)
            .getBytes(StandardCharsets.US_ASCII);

    private HttpRefusal() {}

    /** Returns the whole response, which callers do not change. */
    public static byte[] response() {
        return RESPONSE;
    }
}
