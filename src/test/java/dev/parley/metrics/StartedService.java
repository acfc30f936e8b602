package dev.parley.metrics;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** Starts the whole application on free ports, once for all tests that have it, with few connections. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "parley.tcp.port=0",
            "parley.data-dir=target/test-data/${random.uuid}",
            "parley.limits.connections=" + StartedService.CONNECTIONS,
            "parley.limits.lines-per-second=0",
            "parley.limits.rooms-per-client=300"
        })
@interface StartedService {
    int CONNECTIONS = 5;
}
