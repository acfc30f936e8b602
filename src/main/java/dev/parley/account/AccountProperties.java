package dev.parley.account;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties of accounts; {@code application.yml} documents each. */
@ConfigurationProperties("parley.accounts")
public record AccountProperties(boolean allowPlaintext) {}
