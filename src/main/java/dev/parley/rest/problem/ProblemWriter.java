package dev.parley.rest.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Writes a problem as the answer to a request that reaches no controller. */
public final class ProblemWriter {
    private final HandlerExceptionResolver problems;

    public ProblemWriter(HandlerExceptionResolver problems) {
        this.problems = problems;
    }

    public void send(HttpServletRequest request, HttpServletResponse response, Exception why) throws IOException {
        if (problems.resolveException(request, response, null, why) == null) {
            response.sendError(HttpStatus.FORBIDDEN.value());
        }
    }
}
