package dev.parley.rest.security;

import dev.parley.rest.problem.ProblemErrorReportValve;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.RequestPath;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 400 for a path that the dispatcher cannot decode. Without this filter, each such request would be logged as
 * an error 500.
 */
final class MalformedPathFilter extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isReadable(request.getRequestURI())) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(ProblemErrorReportValve.problem(HttpStatus.BAD_REQUEST));
        }
    }

    private static boolean isReadable(String path) {
        try {
            RequestPath.parse(path, null);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
