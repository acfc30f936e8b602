package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.problem.ProblemWriter;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.ModelAndView;

class WriterFilterTest {
    private final AtomicReference<Exception> refusal = new AtomicReference<>();
    private final ProblemWriter problems = new ProblemWriter((request, response, handler, why) -> {
        refusal.set(why);
        return new ModelAndView();
    });

    @Test
    void requestsAreRefusedOnlyWhileTheProcessWaits() throws Exception {
        assertThat(isPassed(true)).isTrue();
        assertThat(isPassed(false)).isFalse();
        assertThat(refusal.get())
                .isInstanceOfSatisfying(
                        ApiProblem.class,
                        problem -> assertThat(problem.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
    }

    private boolean isPassed(boolean isStarted) throws Exception {
        var chain = new MockFilterChain();
        new WriterFilter(() -> isStarted, problems)
                .doFilter(new MockHttpServletRequest(), new MockHttpServletResponse(), chain);
        return chain.getRequest() != null;
    }
}
