package dev.parley.rest.security;

import dev.parley.rest.problem.ProblemErrorReportValve;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Answers requests that cannot be parsed, on both ports: the scan finds this configuration for the REST API, and a file
 * in META-INF/spring names it for the application context of the management port.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class MalformedRequestConfiguration {
    @Bean
    FilterRegistrationBean<MalformedPathFilter> readablePath() {
        var registration = new FilterRegistrationBean<>(new MalformedPathFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** Adds the valve after Spring Boot's own, so that it is called first: Spring Boot's would answer in HTML. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> containerErrors() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemErrorReportValve()));
    }
}
