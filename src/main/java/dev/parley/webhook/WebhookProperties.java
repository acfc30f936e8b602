package dev.parley.webhook;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties of webhooks; {@code application.yml} documents each. */
@ConfigurationProperties("parley.webhooks")
public record WebhookProperties(boolean allowPrivateNetworks) {}
