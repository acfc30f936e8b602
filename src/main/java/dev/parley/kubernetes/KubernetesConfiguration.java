package dev.parley.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Labels the pod with its role, if there is a standby. The chart then makes the health of the role the readiness. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${parley.kubernetes.pod-name}'.isEmpty()")
@EnableConfigurationProperties(KubernetesProperties.class)
class KubernetesConfiguration {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** @param host set by Kubernetes in each container, as is the port */
    @Bean
    PodLabel podLabel(
            KubernetesProperties properties,
            @Value("${KUBERNETES_SERVICE_HOST}") String host,
            @Value("${KUBERNETES_SERVICE_PORT}") int port)
            throws IOException {
        URI api = URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        return new PodLabel(new PodClient(api, ACCOUNT, properties.podName()), PAUSE);
    }

    @Bean
    PodRoleLifecycle podRoleLifecycle(PodLabel podLabel) {
        return new PodRoleLifecycle(podLabel);
    }

    @Bean
    PodRoleHealthIndicator podRoleHealthIndicator(PodLabel podLabel, HealthIndicator chatHealthIndicator) {
        return new PodRoleHealthIndicator(podLabel, chatHealthIndicator);
    }
}
