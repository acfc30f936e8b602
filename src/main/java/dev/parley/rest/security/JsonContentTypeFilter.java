package dev.parley.rest.security;

import dev.parley.rest.problem.Problem;
import dev.parley.rest.problem.Refusals;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a body that is not JSON, which a form of another site can send, and one that says it is too long, before a byte
 * of it is read: also where nobody would read it.
 */
final class JsonOnly extends OncePerRequestFilter {
    private final Refusals refusals;

    JsonOnly(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > BodyLimit.MOST_BYTES) {
            refusals.send(request, response, BodyLimit.exceeded());
        } else if (!isJsonOrNothing(request)) {
            refusals.send(
                    request, response, Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "A body is application/json."));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isJsonOrNothing(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null) {
            return request.getContentLengthLong() <= 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
        }
        try {
            return MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(type));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
