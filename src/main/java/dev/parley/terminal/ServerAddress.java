package dev.parley.terminal;

import java.util.regex.Pattern;

/** Host and port of a chat. An IPv6 address with a port is in brackets. */
record ServerAddress(String host, int port) {
    private static final Pattern BRACKETS = Pattern.compile("\\[([0-9a-fA-F:.%a-z]+)](?::(\\d{1,5}))?");
    private static final Pattern PLAIN = Pattern.compile("([^:\\[\\]\\s]+)(?::(\\d{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("([0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)()");
    private static final int MAX_PORT = 65_535;

    /** @throws UsageException for a text that is no address */
    static ServerAddress parse(String text, int defaultPort) {
        for (Pattern shape : new Pattern[] {BRACKETS, PLAIN, IPV6}) {
            var address = shape.matcher(text);
            if (address.matches()) {
                String number = address.group(2);
                int port = number == null || number.isEmpty() ? defaultPort : Integer.parseInt(number);
                if (port >= 1 && port <= MAX_PORT) {
                    return new ServerAddress(address.group(1), port);
                }
            }
        }
        throw new UsageException(text + " is not an address; use HOST, HOST:PORT or [IPV6]:PORT");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
