package dev.parley.rest.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers a browser that opens the address of the REST API with a page that says what is here. */
final class HomePageFilter extends OncePerRequestFilter {
    /** Requests that ask for HTML by name. Programs get the same answer as for any other unknown path. */
    static final RequestMatcher REQUESTS =
            new AndRequestMatcher(PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/"), html());

    private final byte[] page;
    private final String contentSecurityPolicy;

    HomePageFilter() {
        try {
            String text =
                    new ClassPathResource("home.html", HomePageFilter.class).getContentAsString(StandardCharsets.UTF_8);
            page = text.getBytes(StandardCharsets.UTF_8);
            contentSecurityPolicy = "default-src 'none'; style-src '" + hashOfStyle(text)
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RequestMatcher html() {
        var html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
        html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
        return html;
    }

    private static String hashOfStyle(String text) throws NoSuchAlgorithmException {
        String style = text.substring(text.indexOf("<style>") + "<style>".length(), text.indexOf("</style>"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(hash);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!REQUESTS.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Content-Security-Policy", contentSecurityPolicy);
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }
}
