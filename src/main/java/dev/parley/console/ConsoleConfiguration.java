package dev.parley.console;

import dev.parley.rest.security.AdminProperties;
import dev.parley.rest.security.PublicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.resource.LiteWebJarsResourceResolver;

/** Serves the files of the console. They need no token, because they contain no secret and ask for one. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration implements WebMvcConfigurer {
    static final String HOME = "/console/";
    private static final String INDEX = HOME + "index.html";
    private static final String SIGN_IN = HOME + "config.json";

    /** Every file that is public. A file that is not listed needs a token, as any unknown path does. */
    static final List<String> FILES = List.of(
            INDEX,
            "/console/console.css",
            "/console/accounts.js",
            "/console/api.js",
            "/console/chart.js",
            "/console/audit.js",
            "/console/client-actions.js",
            "/console/client.js",
            "/console/clients.js",
            "/console/copy.js",
            "/console/dialog.js",
            "/console/event-text.js",
            "/console/events.js",
            "/console/fields.js",
            "/console/messages.js",
            "/console/keys.js",
            "/console/list-view.js",
            "/console/list.js",
            "/console/live.js",
            "/console/main.js",
            "/console/note.js",
            "/console/oidc.js",
            "/console/overview.js",
            "/console/page.js",
            "/console/restrictions.js",
            "/console/rooms.js",
            "/console/rows.js",
            "/console/service.js",
            "/console/shell.js",
            "/console/sign-in.js",
            "/console/table.js",
            "/console/text.js",
            "/console/trace.js",
            "/console/ui.js",
            "/console/tokens.js",
            "/console/webhooks.js",
            "/console/lib/lit-html/directive.js",
            "/console/lib/lit-html/directive-helpers.js",
            "/console/lib/lit-html/directives/live.js",
            "/console/lib/lit-html/directives/repeat.js",
            "/console/lib/lit-html/lit-html.js",
            "/console/lib/uplot/dist/uPlot.esm.js",
            "/console/lib/uplot/dist/uPlot.min.css");

    /**
     * Allows nothing from elsewhere but calls of the issuer, and no script that is made from text; lit-html parses its
     * own templates only.
     */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'%s; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types lit-html";

    @Bean
    ConsoleSignIn consoleSignIn(
            AdminProperties properties,
            @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri:}") String issuer,
            @Value("${spring.security.oauth2.resourceserver.jwt.audiences:}") List<String> audiences) {
        return ConsoleSignIn.of(issuer, properties.oidc().clientId(), audiences);
    }

    @Bean
    RouterFunction<ServerResponse> consoleSignInPath(ConsoleSignIn signIn) {
        return RouterFunctions.route()
                .GET(
                        SIGN_IN,
                        request -> ServerResponse.ok()
                                .cacheControl(CacheControl.noCache())
                                .contentType(MediaType.APPLICATION_JSON)
                                .body(signIn))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain console(HttpSecurity http, PublicFiles publicFiles, ConsoleSignIn signIn) {
        RequestMatcher[] files = Stream.concat(Stream.of(HOME, SIGN_IN), FILES.stream())
                .map(path -> PathPatternRequestMatcher.pathPattern(HttpMethod.GET, path))
                .toArray(RequestMatcher[]::new);
        return publicFiles
                .secure(
                        http,
                        new OrRequestMatcher(ConsoleRedirectFilter.REQUESTS, new OrRequestMatcher(files)),
                        POLICY.formatted(signIn.source()))
                .headers(headers -> headers.referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN)))
                .addFilterAfter(new ConsoleRedirectFilter(), AuthorizationFilter.class)
                .build();
    }

    @Override
    public void addViewControllers(ViewControllerRegistry views) {
        views.addViewController(HOME).setViewName("forward:" + INDEX);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry handlers) {
        // No wider: an authenticated caller may load what these serve, not only the public files.
        revalidated(handlers.addResourceHandler(
                        "/console/lib/*/*.js", "/console/lib/*/directives/*.js", "/console/lib/*/dist/uPlot.*"))
                .addResourceLocations("classpath:/META-INF/resources/webjars/")
                .resourceChain(true)
                .addResolver(new LiteWebJarsResourceResolver());
        revalidated(handlers.addResourceHandler("/console/*.html", "/console/*.css", "/console/*.js"))
                .addResourceLocations("classpath:/dev/parley/console/");
    }

    /**
     * Has a browser ask each time whether a file has changed. It compares the content, because after a rollback the
     * older release has the older times.
     */
    private static ResourceHandlerRegistration revalidated(ResourceHandlerRegistration files) {
        return files.setCacheControl(CacheControl.noCache())
                .setUseLastModified(false)
                .setEtagGenerator(ConsoleConfiguration::hash);
    }

    private static String hash(Resource file) {
        try {
            // Weak, because the same file is also sent compressed.
            return "W/\"" + DigestUtils.md5DigestAsHex(file.getContentAsByteArray()) + "\"";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
