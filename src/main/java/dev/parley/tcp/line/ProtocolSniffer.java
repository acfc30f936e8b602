package dev.parley.tcp.line;

import dev.parley.session.Input;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognizes clients of other protocols by their first bytes. Unrecognized, such a client would publish its whole
 * input, passwords included. Text is recognized only in the upper case and the complete form that programs send, so
 * that people can still write "Pass the salt".
 */
final class ProtocolSniffer {
    private static final Input HTTP = new Input.Http();

    private static final Pattern HTTP_REQUEST = Pattern.compile("[A-Z]{3,16} \\S+ HTTP/\\d(\\.\\d)?");

    /** Matches the beginning of a request whose first line is too long to be read. */
    private static final Pattern HTTP_BEGINNING =
            Pattern.compile("(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PRI) [^ ]*.*", Pattern.DOTALL);

    private record Signature(String name, Pattern pattern) {
        Signature(String name, String regex) {
            this(name, Pattern.compile(regex, Pattern.DOTALL));
        }
    }

    /** First lines: IRC (RFC 2812, IRCv3), SSH (RFC 4253), SMTP (RFC 5321), the PROXY protocol and others. */
    private static final List<Signature> LINES = List.of(
            new Signature(
                    "IRC",
                    "(@\\S+ +)?(CAP (LS|REQ|LIST|END).*|PASS +\\S+.*|WEBIRC \\S+ .*|NICK :?\\S+|USER \\S+ \\S+ \\S+ .+|JOIN :|"
                            + "AUTHENTICATE .+)"),
            new Signature("SSH", "SSH-\\d.*"),
            new Signature("SMTP", "(EHLO|HELO|LHLO)( .*)?"),
            new Signature("Redis", "\\*\\d+"),
            new Signature("NATS", "CONNECT ?\\{.*"),
            new Signature("STOMP", "CONNECT|STOMP"),
            new Signature("AMQP", "AMQP.*"),
            new Signature("XMPP", "<(\\?xml|stream:stream)\\b.*"),
            new Signature(
                    "RTSP or SIP",
                    "(OPTIONS|DESCRIBE|SETUP|PLAY|ANNOUNCE|REGISTER|INVITE|SUBSCRIBE|MESSAGE|SOURCE) \\S+ (RTSP|SIP|ICE)/\\d.*"),
            new Signature("the PROXY protocol", "PROXY (TCP4|TCP6|UNKNOWN).*"));

    /** First bytes, read as ISO-8859-1, of protocols that are not text. */
    private static final List<Signature> BYTES = List.of(
            new Signature("MQTT", "\u0010.{1,4}\0(\u0004MQTT|\u0006MQIsdp).*"),
            new Signature("RDP", "\u0003\0.*"),
            new Signature("SOCKS", "\u0004[\u0001\u0002].*|\u0005[\u0001-\u0009].+"),
            new Signature("the PROXY protocol", "\r\n\r\n\0.*"),
            new Signature("LDAP", "0.\u0002\u0001.`.*"),
            new Signature("SMB", "\0...\u00FE?SMB.*"),
            new Signature("PostgreSQL", "\0\0..(\0\u0003\0\0|\u0004\u00D2\u0016[./0]).*"));

    private ProtocolSniffer() {}

    /** Returns the protocol that a first line opens; empty if the line is a line of the chat. */
    static Optional<Input> ofLine(String line) {
        String opening = line.stripTrailing();
        return HTTP_REQUEST.matcher(opening).matches() ? Optional.of(HTTP) : find(LINES, opening);
    }

    /** Returns the protocol that a first line opens, if the line is too long to be read whole. */
    static Optional<Input> ofBeginning(String line) {
        return HTTP_BEGINNING.matcher(line).matches() ? Optional.of(HTTP) : find(LINES, line);
    }

    /** Returns the protocol that the first bytes of a connection open. */
    static Optional<Input> ofBytes(String bytes) {
        return bytes.charAt(0) < ' ' || bytes.charAt(0) == '0' ? find(BYTES, bytes) : Optional.empty();
    }

    /** Whether a connection with this beginning may turn out to use another protocol. */
    static boolean mayOpen(String begun) {
        String line = begun.endsWith("\r") ? begun.substring(0, begun.length() - 1) : begun;
        return couldMatch(HTTP_BEGINNING, line)
                || Stream.concat(LINES.stream(), BYTES.stream()).anyMatch(shape -> couldMatch(shape.pattern(), line));
    }

    private static boolean couldMatch(Pattern pattern, String begun) {
        var matcher = pattern.matcher(begun);
        return matcher.matches() || matcher.hitEnd();
    }

    private static Optional<Input> find(List<Signature> shapes, String text) {
        return shapes.stream()
                .filter(shape -> shape.pattern().matcher(text).matches())
                .findFirst()
                .map(shape -> new Input.OtherProtocol(shape.name()));
    }
}
