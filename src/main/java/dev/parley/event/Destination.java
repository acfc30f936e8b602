package dev.parley.event;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/**
 * What of a URL is needed to send there.
 *
 * @param host a name, or an address without brackets
 * @param target the path and the query
 */
record Destination(boolean isTls, String host, int port, String authority, String target) {
    private static final int LONGEST = 2_000;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int HIGHEST_PORT = 65_535;

    /** What is wrong with a URL, for people. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String why) {
            super(why);
        }
    }

    static Destination of(URI url) throws Unusable {
        String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
        boolean isTls = scheme.equals("https");
        if (!isTls && !scheme.equals("http")) {
            throw new Unusable("\"url\" begins with https:// or http://.");
        }
        String host = url.getHost();
        if (host == null || host.isEmpty()) {
            throw new Unusable("\"url\" has the name or the address of a host.");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new Unusable("\"url\" has no user, no password and no fragment.");
        }
        if (url.getPort() > HIGHEST_PORT || url.getPort() == 0) {
            throw new Unusable("The port in \"url\" is from 1 to " + HIGHEST_PORT + ".");
        }
        int usual = isTls ? HTTPS : HTTP;
        int port = url.getPort() < 0 ? usual : url.getPort();
        String path = Objects.requireNonNullElse(url.getRawPath(), "");
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Destination(
                isTls, bare, port, port == usual ? host : host + ":" + port, (path.isEmpty() ? "/" : path) + query);
    }

    /** @param text what an operator gave */
    static URI parse(String text) throws Unusable {
        if (text.length() > LONGEST) {
            throw new Unusable("\"url\" has at most " + LONGEST + " characters.");
        }
        try {
            var url = new URI(new URI(text).toASCIIString());
            of(url);
            return url;
        } catch (URISyntaxException e) {
            throw new Unusable("\"url\" is no URL such as https://example.com/events.");
        }
    }
}
