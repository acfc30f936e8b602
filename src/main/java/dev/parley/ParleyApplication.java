package dev.parley;

import dev.parley.session.Drain;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import sun.misc.Signal;

/** Starts Parley, a chat service for clients with a TCP socket. */
@SpringBootApplication
class ParleyApplication {
    /** Exit status of a JVM that is stopped before the application has started. */
    private static final int TERMINATED = 143;

    static {
        // A TLS 1.2 client could request one handshake after another on its connection. Handshakes are expensive, and
        // nothing else limits their number. The JVM reads this property once, when it first uses TLS, perhaps for a
        // database connection.
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
     * Registers the stop before the port is open, so that a service that is stopped right after its start exits with 0.
     */
    private static void stopOnSigterm(ConfigurableApplicationContext context) {
        Signal.handle(
                new Signal("TERM"), signal -> Thread.ofPlatform().name("stop").start(() -> stop(context)));
    }

    /** Exits with 0, because a service that was asked to stop has not failed. The JVM itself would exit with 143. */
    private static void stop(ConfigurableApplicationContext context) {
        if (context.isRunning()) {
            context.getBean(Drain.class).stop().join();
        }
        System.exit(context.isActive() ? SpringApplication.exit(context) : TERMINATED);
    }
}
