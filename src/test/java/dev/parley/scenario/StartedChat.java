package dev.parley.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** Starts the whole application on free ports, once for all tests that say so, with limits a script can reach. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "parley.tcp.port=0",
            "parley.data-dir=target/test-data/${random.uuid}",
            "parley.limits.lines-per-second=0",
            "parley.limits.rooms=3",
            "parley.limits.rooms-per-client=2",
            "parley.limits.room-members=2"
        })
@Import(RunningChat.class)
@interface StartedChat {}
