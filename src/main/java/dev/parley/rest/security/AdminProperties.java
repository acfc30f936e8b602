package dev.parley.rest.security;

import dev.parley.properties.PropertyRange;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Properties of the REST API; {@code application.yml} documents each.
 *
 * @param hosts converted to lower case
 */
@ConfigurationProperties("parley.admin")
public record AdminProperties(Path tokenFile, Set<String> hosts, int requestsPerSecond, Oidc oidc) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");

    public AdminProperties {
        PropertyRange.check("parley.admin.requests-per-second", requestsPerSecond, 0, 1_000_000);
        hosts.stream().filter(host -> !HOST.matcher(host).matches()).forEach(host -> {
            throw new InvalidConfigurationPropertyValueException(
                    "parley.admin.hosts", host, "It must be a host name without a port, such as parley.example.com");
        });
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param roleClaim claim that contains the role in a token of the issuer; a dot leads into a nested claim
     * @param clientId public client of the console at the issuer; empty to sign in by a token only
     */
    public record Oidc(String roleClaim, String clientId) {}
}
