package dev.parley.account;

import dev.parley.protocol.Registration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Properties of accounts; {@code application.yml} documents each. */
@ConfigurationProperties("parley.accounts")
public record AccountProperties(boolean allowPlaintext, Registration registration) {
    public AccountProperties {
        if (registration == null) { // the property is empty
            throw new InvalidConfigurationPropertyValueException(
                    "parley.accounts.registration", "empty", "It must be open or closed");
        }
    }
}
