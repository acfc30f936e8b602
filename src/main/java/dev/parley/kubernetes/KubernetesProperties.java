package dev.parley.kubernetes;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties of Parley in Kubernetes; {@code application.yml} documents each. */
@ConfigurationProperties("parley.kubernetes")
public record KubernetesProperties(String podName) {}
