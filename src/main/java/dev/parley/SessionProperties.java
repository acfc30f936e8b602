package dev.parley;

import dev.parley.protocol.Format;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties of a new session; {@code application.yml} documents each. */
@ConfigurationProperties("parley.session")
record SessionProperties(Format format) {}
