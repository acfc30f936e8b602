package dev.parley.rest.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Answers requests that the servlet container rejects itself, such as requests that it cannot parse. */
public final class ProblemErrorReportValve extends ErrorReportValve {
    private static final String PROBLEM = "{\"title\":\"%s\",\"status\":%d,\"code\":\"%s\"}\n";

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        try {
            response.getOutputStream().write(problem(status));
            response.finishResponse();
        } catch (IOException e) {
            container.getLogger().debug("The client disconnected before the error was sent", e);
        }
    }

    public static byte[] problem(HttpStatus status) {
        return PROBLEM.formatted(status.getReasonPhrase(), status.value(), ApiProblem.code(status))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
