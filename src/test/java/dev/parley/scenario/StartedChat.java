package dev.parley.scenario;

import dev.parley.StartedApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/** Starts the whole application on free ports, once for all tests that say so, with limits a script can reach. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@StartedApplication(
        properties = {
            "parley.limits.lines-per-second=0",
            "parley.limits.rooms=3",
            "parley.limits.rooms-per-client=2",
            "parley.limits.room-members=2"
        })
@Import(RunningChat.class)
@interface StartedChat {}
