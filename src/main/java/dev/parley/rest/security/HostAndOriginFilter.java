package dev.parley.rest.security;

import dev.parley.net.IpNetwork;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests that an operator's browser sends on behalf of another site. Such a request is sent from a page of
 * that site, or to a host name that the site's owner lets resolve to an address of this machine (DNS rebinding). A
 * request to an IP address instead of a name is safe from DNS rebinding.
 */
final class HostAndOriginFilter extends OncePerRequestFilter {
    private static final String LOCALHOST = "localhost";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Set<String> hosts;
    private final ProblemWriter problemWriter;

    /** @param hosts host names that are accepted, in lower case */
    HostAndOriginFilter(Set<String> hosts, ProblemWriter refusals) {
        this.hosts = hosts;
        this.problemWriter = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<ApiProblem> refusal = refusal(request);
        if (refusal.isPresent()) {
            problemWriter.send(request, response, refusal.get());
        } else {
            chain.doFilter(request, response);
        }
    }

    private Optional<ApiProblem> refusal(HttpServletRequest request) {
        boolean isNamed = request.getHeader(HttpHeaders.HOST) != null; // every browser sends the header
        if (isNamed && !isOurs(request.getServerName().toLowerCase(Locale.ROOT))) {
            return Optional.of(
                    ApiProblem.forbidden("The REST API does not accept this host name; add it to parley.admin.hosts."));
        }
        boolean isFromElsewhere = !SAFE.contains(request.getMethod())
                && !(isOwnSite(request.getHeader("Sec-Fetch-Site"))
                        && isOwnOrigin(request.getHeader(HttpHeaders.ORIGIN), request));
        return isFromElsewhere
                ? Optional.of(ApiProblem.forbidden("Requests from web pages of another origin are refused."))
                : Optional.empty();
    }

    private boolean isOurs(String host) {
        return host.equals(LOCALHOST)
                || hosts.contains(host)
                || IpNetwork.of(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
                        .isPresent();
    }

    private static boolean isOwnSite(@Nullable String site) {
        return site == null || OWN_SITES.contains(site);
    }

    /** Compares only the host and port of the origin, because a proxy in front of Parley may terminate TLS. */
    private static boolean isOwnOrigin(@Nullable String origin, HttpServletRequest request) {
        if (origin == null) {
            return true;
        }
        try {
            var from = URI.create(origin);
            String host = request.getHeader(HttpHeaders.HOST);
            return host != null
                    && from.getHost() != null
                    && host.toLowerCase(Locale.ROOT).equals(from.getAuthority().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
