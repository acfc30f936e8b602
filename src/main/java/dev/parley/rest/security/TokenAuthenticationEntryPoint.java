package dev.parley.rest.security;

import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Answers requests that have no token, or a wrong one. */
final class TokenAuthenticationEntryPoint implements AuthenticationEntryPoint, AuthenticationFailureHandler {
    private final InvalidTokenLimiter invalidTokens;
    private final ProblemWriter problemWriter;

    TokenAuthenticationEntryPoint(InvalidTokenLimiter invalidTokens, ProblemWriter refusals) {
        this.invalidTokens = invalidTokens;
        this.problemWriter = refusals;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        answer(request, response, why, invalidTokens.left(request.getRemoteAddr()));
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException why) throws IOException {
        if (why instanceof AuthenticationServiceException) {
            problemWriter.send(
                    request,
                    response,
                    ApiProblem.unavailable("The token issuer does not respond; the log of the service has the cause."));
        } else {
            answer(request, response, why, invalidTokens.add(request.getRemoteAddr()));
        }
    }

    private void answer(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException why, Duration wait)
            throws IOException {
        Exception answer = wait.isZero()
                ? why
                : ApiProblem.rateLimited(wait, "Too many invalid tokens from your address; try again later.");
        problemWriter.send(request, response, answer);
    }
}
