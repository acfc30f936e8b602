package dev.parley.rest.security;

import dev.parley.rest.RequestBodyLimit;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.problem.ProblemWriter;
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
 * Refuses a body that is not JSON, because a form of another site can send such a body. Also refuses a body whose
 * declared length is too long. Both are refused before any of the body is read, even if no controller would read it.
 */
final class JsonContentTypeFilter extends OncePerRequestFilter {
    private final ProblemWriter problemWriter;

    JsonContentTypeFilter(ProblemWriter refusals) {
        this.problemWriter = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > RequestBodyLimit.MAX_BYTES) {
            problemWriter.send(request, response, RequestBodyLimit.exceeded());
        } else if (!isJsonOrNothing(request)) {
            problemWriter.send(
                    request,
                    response,
                    ApiProblem.of(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The Content-Type of a body must be application/json."));
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
