package dev.parley.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** Starts the whole application on free ports, once for all tests that have it, with few connections and usual rates. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "parley.tcp.port=0",
            "parley.data-dir=target/test-data/${random.uuid}",
            "parley.limits.connections=50",
            "parley.limits.connections-per-address=20",
            "parley.limits.exempt-networks=127.0.0.99"
        })
@Import(RunningChat.class)
@interface StartedLimitedChat {}
