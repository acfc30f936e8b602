package dev.parley.webhook;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Checks the URL of a webhook. */
final class WebhookUrl {
    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_PORT = 65_535;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private WebhookUrl() {}

    /**
     * @param text URL as an operator wrote it
     * @throws MalformedURLException if nothing can be sent to this URL; the exception's message is written for
     *     operators
     */
    static URI parse(String text) throws MalformedURLException {
        require(text.length() <= MAX_LENGTH, "\"url\" must have at most " + MAX_LENGTH + " characters");
        try {
            var url = new URI(new URI(text).toASCIIString());
            check(url);
            return url;
        } catch (URISyntaxException e) {
            throw new MalformedURLException("\"url\" must be a URL such as https://example.com/events");
        }
    }

    private static void check(URI url) throws MalformedURLException {
        String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
        require(SCHEMES.contains(scheme), "\"url\" must begin with https:// or http://");
        require(
                url.getHost() != null && !url.getHost().isEmpty(),
                "\"url\" must have the name or the address of a host");
        require(
                url.getRawUserInfo() == null && url.getRawFragment() == null,
                "\"url\" must not have a user, a password or a fragment");
        require(url.getPort() != 0 && url.getPort() <= MAX_PORT, "The port in \"url\" must be from 1 to " + MAX_PORT);
    }

    private static void require(boolean holds, String otherwise) throws MalformedURLException {
        if (!holds) {
            throw new MalformedURLException(otherwise);
        }
    }

    /** Returns the host name or address, without the brackets of an IPv6 address. */
    static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
