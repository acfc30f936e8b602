package dev.parley.rest.security;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.InstanceLock;
import dev.parley.database.TermClock;
import dev.parley.database.WriterDataSource;
import dev.parley.operator.ActionExecutor;
import dev.parley.time.MonotonicClock;
import io.github.bucket4j.TimeMeter;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.web.client.RestTemplate;

/**
 * Authentication of the REST API. Accepts the token in the token file, tokens that operators created and, if an issuer
 * is configured, tokens of that issuer.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AdminProperties.class)
class ApiAuthenticationConfiguration {
    private static final long TIDY_INTERVAL_SECONDS = 60;

    @Bean
    TokenFile tokenFile(AdminProperties properties) {
        return TokenFile.at(properties.tokenFile());
    }

    @Bean
    ApiTokens apiTokens(WriterDataSource writer, HikariDataSource dataSource, TermClock clock) {
        return new ApiTokens(new ApiTokenStore(writer, dataSource), clock);
    }

    @Bean
    SmartInitializingSingleton tokenTidying(
            ApiTokens tokens, InstanceLock instanceLock, ScheduledExecutorService housekeeping) {
        return () -> housekeeping.scheduleWithFixedDelay(
                instanceLock.whileWriter(tokens::tidy), TIDY_INTERVAL_SECONDS, TIDY_INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Authenticates tokens. Spring Boot provides a decoder if a property below
     * spring.security.oauth2.resourceserver.jwt names an issuer or its keys.
     */
    @Bean
    AuthenticationManager tokenAuthenticationManager(
            TokenFile tokenFile,
            ApiTokens tokens,
            ObjectProvider<JwtDecoder> decoder,
            AdminProperties properties,
            InvalidTokenLimiter invalidTokens) {
        Optional<OidcTokenAuthenticator> issued = Optional.ofNullable(decoder.getIfAvailable())
                .map(known ->
                        new OidcTokenAuthenticator(known, properties.oidc().roleClaim()));
        return new TokenAuthenticationManager(tokenFile, tokens, issued, invalidTokens);
    }

    @Bean
    JwkSetUriJwtDecoderBuilderCustomizer issuerRequests() {
        RestTemplate requests = IssuerRequests.template(MonotonicClock.SYSTEM, IssuerRequests.TIMEOUT);
        return builder -> builder.restOperations(requests);
    }

    @Bean
    InvalidTokenLimiter invalidTokenLimiter(ActionExecutor executor) {
        return new InvalidTokenLimiter(TimeMeter.SYSTEM_NANOTIME, executor::recordTokenGuessing);
    }
}
