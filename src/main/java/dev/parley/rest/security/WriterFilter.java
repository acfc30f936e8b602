package dev.parley.rest.security;

import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses requests while this process waits for another one, because it has read neither tokens nor anything else. */
final class WriterFilter extends OncePerRequestFilter {
    private final BooleanSupplier isStarted;
    private final ProblemWriter problemWriter;

    WriterFilter(BooleanSupplier isStarted, ProblemWriter refusals) {
        this.isStarted = isStarted;
        this.problemWriter = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isStarted.getAsBoolean()) {
            chain.doFilter(request, response);
        } else {
            problemWriter.send(
                    request, response, ApiProblem.unavailable("Another process writes to the database; ask that one."));
        }
    }
}
