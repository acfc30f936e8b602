package dev.parley;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import sun.misc.Signal;

/** Parley: chat for anything with a TCP socket. */
@SpringBootApplication
@EnableConfigurationProperties(ParleyProperties.class)
class ParleyApplication {
    static void main(String[] args) {
        ConfigurableApplicationContext context = SpringApplication.run(ParleyApplication.class, args);
        Signal.handle(
                new Signal("TERM"), signal -> Thread.ofPlatform().name("stop").start(() -> stop(context)));
    }

    /** A service that was asked to stop and did has not failed: left alone the JVM would exit with 143. */
    private static void stop(ConfigurableApplicationContext context) {
        System.exit(SpringApplication.exit(context));
    }
}
