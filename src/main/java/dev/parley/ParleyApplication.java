package dev.parley;

import dev.parley.session.Drain;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import sun.misc.Signal;

/** Parley: chat for anything with a TCP socket. */
@SpringBootApplication
class ParleyApplication {
    /** Exit status of a JVM that is stopped before the application has started. */
    private static final int TERMINATED = 143;

    static {
        // A TLS 1.2 client could request one handshake after another on its connection, which is expensive and not
        // limited otherwise. The JVM reads this property once, at its first use of TLS, which may be that of a
        // database.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    @Bean
    static UnknownPropertyCheck unknownPropertyCheck(Environment environment) {
        return new UnknownPropertyCheck(environment);
    }

    static void main(String[] args) {
        var application = new SpringApplication(ParleyApplication.class);
        application.addInitializers(ParleyApplication::stopOnSigterm);
        application.run(args);
    }

    /**
     * Registers the stop before the port is open: a service that is stopped as soon as it serves has not failed either.
     */
    private static void stopOnSigterm(ConfigurableApplicationContext context) {
        Signal.handle(
                new Signal("TERM"), signal -> Thread.ofPlatform().name("stop").start(() -> stop(context)));
    }

    /**
     * Exits with 0, because a service that was asked to stop has not failed: without it, the JVM would exit with 143.
     */
    private static void stop(ConfigurableApplicationContext context) {
        if (context.isRunning()) {
            context.getBean(Drain.class).stop().join();
        }
        System.exit(context.isActive() ? SpringApplication.exit(context) : TERMINATED);
    }
}
