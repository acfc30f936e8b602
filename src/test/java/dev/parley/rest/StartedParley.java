package dev.parley.rest;

import dev.parley.StartedApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/** Runs the tests against the real application on free ports; classes that bear it share one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(OperatorClient.class)
@StartedApplication(properties = "parley.admin.requests-per-second=0")
public @interface StartedParley {}
