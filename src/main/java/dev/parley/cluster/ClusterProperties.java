package dev.parley.cluster;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of several replicas of the chat; {@code application.yml} documents each.
 *
 * @param url database URL for the sessions that hold locks and wait for notifications; empty for that of the pool
 */
@ConfigurationProperties("parley.cluster")
public record ClusterProperties(boolean enabled, String url) {}
