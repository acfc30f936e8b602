package dev.parley.properties;

import java.time.Duration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Checks that the value of a property is within its limits. The limits themselves are allowed values. */
public final class PropertyRange {
    private PropertyRange() {}

    /** @throws InvalidConfigurationPropertyValueException if the value is outside the limits */
    public static void check(String property, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new InvalidConfigurationPropertyValueException(
                    property,
                    value.toSeconds() + "s",
                    "It must be from " + min.toSeconds() + "s to " + max.toSeconds() + "s");
        }
    }

    /** @throws InvalidConfigurationPropertyValueException if the value is outside the limits */
    public static void check(String property, long value, long min, long max) {
        if (value < min || value > max) {
            throw new InvalidConfigurationPropertyValueException(
                    property, value, "It must be from " + min + " to " + max);
        }
    }
}
