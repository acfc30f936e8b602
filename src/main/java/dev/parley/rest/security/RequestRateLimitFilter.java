package dev.parley.rest.security;

import dev.parley.ratelimit.KeyedBuckets;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.problem.ProblemWriter;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits the requests per second of each caller. A burst of two seconds' worth of requests is allowed; further requests
 * are answered with 429.
 */
final class RequestRateLimitFilter extends OncePerRequestFilter {
    private static final int BURST_SECONDS = 2;

    private final int perSecond;
    private final KeyedBuckets<String> left;
    private final ProblemWriter problemWriter;

    /** @param perSecond limit for each caller; 0 for no limit */
    RequestRateLimitFilter(int perSecond, TimeMeter time, ProblemWriter refusals) {
        this.perSecond = perSecond;
        this.problemWriter = refusals;
        this.left = new KeyedBuckets<>(() -> Bucket.builder()
                .addLimit(limit ->
                        limit.capacity((long) BURST_SECONDS * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (perSecond == 0 || request.getRemoteUser() == null) {
            chain.doFilter(request, response);
            return;
        }
        var probe = left.tryConsume(RequestOperator.of(request).actor());
        if (probe.isConsumed()) {
            chain.doFilter(request, response);
        } else {
            var wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
            problemWriter.send(
                    request,
                    response,
                    ApiProblem.rateLimited(
                            wait,
                            "Too many requests: the limit is " + perSecond
                                    + " a second, with a burst of up to twice that number."));
        }
    }
}
