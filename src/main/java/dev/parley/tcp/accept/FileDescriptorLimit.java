package dev.parley.tcp.accept;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Number of connections that the operating system allows. Each takes a file descriptor, and some descriptors are kept
 * in reserve.
 */
public final class FileDescriptorLimit {
    private static final Logger log = LoggerFactory.getLogger(FileDescriptorLimit.class);
    private static final long MIN_DESCRIPTORS = 128;
    private static final long MAX_RESERVE = 512;

    private FileDescriptorLimit() {}

    /** Returns the configured number of connections, or a smaller one if there are not enough descriptors. */
    public static int cap(int configured) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? cap(configured, system.getMaxFileDescriptorCount())
                : configured;
    }

    static int cap(int configured, long descriptors) {
        if (descriptors < MIN_DESCRIPTORS) {
            throw new InvalidConfigurationPropertyValueException(
                    "parley.limits.connections",
                    configured,
                    "The process may open only " + descriptors + " files; raise the limit (ulimit -n) to at least "
                            + MIN_DESCRIPTORS);
        }
        long cap = descriptors - Math.min(MAX_RESERVE, descriptors / 4);
        if (cap < configured) {
            log.warn(
                    "parley.limits.connections is {}, but the limit of {} file descriptors allows only {}; "
                            + "raise the limit (ulimit -n)",
                    configured,
                    descriptors,
                    cap);
        }
        return (int) Math.min(configured, cap);
    }
}
