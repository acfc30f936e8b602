package dev.parley.scenario;

import dev.parley.StartedApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/** Starts the whole application on free ports, once for all tests that have it, with few connections and usual rates. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@StartedApplication(
        properties = {
            "parley.limits.connections=50",
            "parley.limits.connections-per-address=20",
            "parley.limits.exempt-networks=127.0.0.99"
        })
@Import(RunningChat.class)
@interface StartedLimitedChat {}
