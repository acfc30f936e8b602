package dev.parley.rest.webhooks;

import dev.parley.activity.EventFilter;
import dev.parley.rest.FilterParameters;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Request for a new webhook.
 *
 * @param types event types to deliver; absent or empty for all types
 * @param network network or address of the clients whose events are delivered
 */
record CreateWebhookRequest(
        @Nullable String url,
        @Nullable Set<@Nullable String> types,
        @Nullable String room,
        @Nullable String nick,
        @Nullable String network) {
    /** Returns the URL without its path, which may contain a secret. */
    static String origin(String url) {
        try {
            URI parsed = URI.create(url);
            String port = parsed.getPort() < 0 ? "" : ":" + parsed.getPort();
            return parsed.getHost() == null ? "" : parsed.getScheme() + "://" + parsed.getHost() + port;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    String givenUrl() {
        return Objects.requireNonNullElse(url, "");
    }

    EventFilter checkedFilter() {
        Set<String> names =
                types == null ? Set.of() : types.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
        return FilterParameters.filter(
                names, room, nick, network == null ? null : FilterParameters.network("network", network));
    }
}
