package dev.parley.rest.security;

import dev.parley.rest.problem.ProblemWriter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Security of files for browsers. They need no token, because they contain no secret and ask for a token themselves. */
@Component
public class PublicFiles {
    private final AdminProperties properties;
    private final ProblemWriter refusals;

    PublicFiles(AdminProperties properties, HandlerExceptionResolver handlerExceptionResolver) {
        this.properties = properties;
        this.refusals = new ProblemWriter(handlerExceptionResolver);
    }

    /**
     * Allows these requests without a token, but only for an accepted host name.
     *
     * @param policy value of {@code Content-Security-Policy}
     */
    public HttpSecurity secure(HttpSecurity http, RequestMatcher requests, String policy) {
        return ApiSecurityConfiguration.stateless(http)
                .securityMatcher(requests)
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy)))
                .addFilterAfter(new HostAndOriginFilter(properties.hosts(), refusals), HeaderWriterFilter.class)
                .authorizeHttpRequests(allowed -> allowed.anyRequest().permitAll());
    }
}
