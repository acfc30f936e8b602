package dev.parley.metrics;

import dev.parley.StartedApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Starts the whole application on free ports, once for all tests that have it, with few connections. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@StartedApplication(
        properties = {
            "parley.limits.connections=" + StartedService.CONNECTIONS,
            "parley.limits.lines-per-second=0",
            "parley.limits.rooms-per-client=300"
        })
@interface StartedService {
    int CONNECTIONS = 5;
}
