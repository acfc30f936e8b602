package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ratelimit.MonotonicTimeMeter;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.problem.ProblemWriter;
import dev.parley.time.FakeClock;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.ModelAndView;

class RequestRateLimitFilterTest {
    private final FakeClock clock = new FakeClock();
    private final TimeMeter meter = new MonotonicTimeMeter(clock);
    private final ProblemWriter refusals = new ProblemWriter((request, response, handler, why) -> {
        ApiProblem problem = (ApiProblem) why;
        response.setStatus(problem.getStatusCode().value());
        response.setHeader("Retry-After", problem.getHeaders().getFirst("Retry-After"));
        return new ModelAndView();
    });

    @Test
    void callerIsLimitedTo20RequestsPerSecondAfterABurstOf40() throws ServletException, IOException {
        var rates = new RequestRateLimitFilter(20, meter, refusals);

        assertThat(passing(rates, "token:a", 50)).isEqualTo(40);
        assertThat(ask(rates, "token:a").getHeader("Retry-After")).isEqualTo("1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(passing(rates, "token:a", 50)).isEqualTo(20);
        clock.advance(Duration.ofSeconds(10));
        assertThat(passing(rates, "token:a", 50)).isEqualTo(40);
    }

    @Test
    void rateLimitIsPerCallerAndNotForAnonymousRequests() throws ServletException, IOException {
        var rates = new RequestRateLimitFilter(20, meter, refusals);
        passing(rates, "token:a", 50);

        assertThat(passing(rates, "token:b", 40)).isEqualTo(40);
        assertThat(passing(rates, null, 100)).isEqualTo(100);
    }

    @Test
    void usersOfTheIssuerWithTheSameNameAreDifferentCallers() throws ServletException, IOException {
        var rates = new RequestRateLimitFilter(1, meter, refusals);
        for (String subject : List.of("1", "2")) {
            var request = new MockHttpServletRequest("GET", "/api/v1/clients");
            request.setRemoteUser("oidc:anna");
            request.setUserPrincipal(RequestOperator.known("oidc:anna", Optional.empty(), subject, null));
            assertThat(status(rates, request)).isEqualTo(200);
            assertThat(status(rates, request)).isEqualTo(200);
            assertThat(status(rates, request)).isEqualTo(429);
        }
    }

    @Test
    void rateOfZeroDisablesTheLimit() throws ServletException, IOException {
        assertThat(passing(new RequestRateLimitFilter(0, meter, refusals), "token", 100))
                .isEqualTo(100);
    }

    private static int passing(RequestRateLimitFilter rates, String caller, int requests)
            throws ServletException, IOException {
        int passed = 0;
        for (int i = 0; i < requests; i++) {
            passed += ask(rates, caller).getStatus() == 200 ? 1 : 0;
        }
        return passed;
    }

    private static int status(RequestRateLimitFilter rates, MockHttpServletRequest request)
            throws ServletException, IOException {
        var response = new MockHttpServletResponse();
        rates.doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }

    private static MockHttpServletResponse ask(RequestRateLimitFilter rates, String caller)
            throws ServletException, IOException {
        var request = new MockHttpServletRequest("GET", "/api/v1/clients");
        request.setRemoteUser(caller);
        var response = new MockHttpServletResponse();
        rates.doFilter(request, response, new MockFilterChain());
        return response;
    }
}
