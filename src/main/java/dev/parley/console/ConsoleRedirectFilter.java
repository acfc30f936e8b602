package dev.parley.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Redirects a browser that opens the address of the REST API to the console. */
final class ConsoleRedirectFilter extends OncePerRequestFilter {
    /** Requests for the root that ask for HTML by name. Programs get the same answer as for any other unknown path. */
    static final RequestMatcher REQUESTS =
            new OrRequestMatcher(new AndRequestMatcher(get("/"), html()), get("/console"));

    /** Relative, so that it is right behind a proxy that terminates TLS or adds a prefix to the path. */
    private static final String LOCATION = "console/";

    private static RequestMatcher get(String path) {
        return PathPatternRequestMatcher.pathPattern(HttpMethod.GET, path);
    }

    private static RequestMatcher html() {
        var html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
        html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
        return html;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!REQUESTS.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader(HttpHeaders.LOCATION, LOCATION);
    }
}
