package dev.parley.rest.security;

import dev.parley.database.InstanceLock;
import dev.parley.rest.problem.ProblemWriter;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.servletapi.SecurityContextHolderAwareRequestFilter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Access rules. The management port serves its public endpoints to everyone. On the port of the API, only the files of
 * pages for browsers need no token.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurityConfiguration {
    private static final String[] PAGE = {
        "/swagger-ui.html",
        "/swagger-ui/index.html",
        "/swagger-ui/index.css",
        "/swagger-ui/swagger-ui.css",
        "/swagger-ui/swagger-ui-bundle.js",
        "/swagger-ui/swagger-ui-standalone-preset.js",
        "/swagger-ui/swagger-initializer.js",
        "/swagger-ui/favicon-16x16.png",
        "/swagger-ui/favicon-32x32.png"
    };
    /** Allows only the page's own files, and with the hash the style of Swagger's logo. */
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self';"
            + " style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:;"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String[] SHOWN = {"health", "info", "prometheus", "sbom"};

    @Bean
    @Order(1)
    SecurityFilterChain management(HttpSecurity http) {
        return stateless(http)
                .securityMatcher(ApiSecurityConfiguration::isOnManagementPort)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(EndpointRequest.to(SHOWN), EndpointRequest.toLinks())
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.NOT_FOUND)))
                .build();
    }

    /** Security of the page to try the API. */
    @Bean
    @Order(2)
    SecurityFilterChain page(HttpSecurity http, PublicFiles publicFiles) {
        var files = new OrRequestMatcher(Stream.of(PAGE)
                .map(path -> PathPatternRequestMatcher.pathPattern(HttpMethod.GET, path))
                .toArray(RequestMatcher[]::new));
        return publicFiles.secure(http, files, PAGE_POLICY).build();
    }

    /** Applies to every request that no other chain matches; the console's chain is the third. */
    @Bean
    @Order(4)
    SecurityFilterChain api(
            HttpSecurity http,
            AuthenticationManager tokenAuthenticationManager,
            AdminProperties properties,
            InvalidTokenLimiter invalidTokens,
            InstanceLock instanceLock,
            HandlerExceptionResolver handlerExceptionResolver,
            RequestMappingHandlerMapping requestMappingHandlerMapping) {
        var refusals = new ProblemWriter(handlerExceptionResolver);
        var door = new TokenAuthenticationEntryPoint(invalidTokens, refusals);
        var bearer = new AuthenticationFilter(tokenAuthenticationManager, new BearerTokenConverter());
        bearer.setSuccessHandler((request, response, authentication) -> {});
        bearer.setFailureHandler(door);
        var rates = new RequestRateLimitFilter(properties.requestsPerSecond(), TimeMeter.SYSTEM_NANOTIME, refusals);
        return stateless(http)
                .addFilterAfter(new HostAndOriginFilter(properties.hosts(), refusals), HeaderWriterFilter.class)
                .addFilterBefore(new WriterFilter(instanceLock::isStarted, refusals), BasicAuthenticationFilter.class)
                .addFilterAt(bearer, BasicAuthenticationFilter.class)
                .addFilterAfter(rates, SecurityContextHolderAwareRequestFilter.class)
                .addFilterAfter(new JsonContentTypeFilter(refusals), AuthorizationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .anyRequest()
                                .access(new PermissionAuthorizationManager(requestMappingHandlerMapping)))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(door).accessDeniedHandler(refusals::send))
                .build();
    }

    /**
     * Makes the filter chain stateless. Protection against CSRF is not needed, because a browser does not send a bearer
     * token by itself.
     */
    static HttpSecurity stateless(HttpSecurity http) {
        return http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable);
    }

    /**
     * Whether the request came to the management port. Both ports share the filter chains, but each has its own
     * application context.
     */
    private static boolean isOnManagementPort(HttpServletRequest request) {
        var context = WebApplicationContextUtils.getWebApplicationContext(request.getServletContext());
        return WebServerApplicationContext.hasServerNamespace(context, "management");
    }
}
