package dev.parley.tcp;

import dev.parley.session.Drain;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.concurrent.CompletionException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.SmartLifecycle;
import org.springframework.integration.ip.tcp.inbound.TcpReceivingChannelAdapter;

/** Opens the chat port last and ends the chat first, so that operators can watch both. */
public final class ChatListener implements SmartLifecycle {
    private final TcpReceivingChannelAdapter inbound;
    private final ChatConnectionFactory factory;
    private final TcpLimits limits;
    private final Canary canary;
    private final Drain drain;

    ChatListener(
            TcpReceivingChannelAdapter inbound,
            ChatConnectionFactory factory,
            TcpLimits limits,
            Canary canary,
            Drain drain) {
        this.inbound = inbound;
        this.factory = factory;
        this.limits = limits;
        this.canary = canary;
        this.drain = drain;
    }

    /** The port listened at. */
    public int port() {
        return factory.listening().join();
    }

    /** Returns when the port is open: Spring Integration binds on another thread, and would stay up without it. */
    @Override
    public void start() {
        inbound.start();
        try {
            factory.listening().join();
        } catch (CompletionException e) {
            throw new InvalidConfigurationPropertyValueException(
                    isOurs(limits.address()) ? "parley.tcp.port" : "parley.tcp.address",
                    isOurs(limits.address()) ? limits.port() : limits.address().getHostAddress(),
                    "Cannot listen at " + limits.address().getHostAddress() + ":" + limits.port() + ": "
                            + factory.listening().exceptionNow().getMessage());
        }
        canary.start(limits.address(), port());
    }

    /** Whether the address is one of this machine's; if so, it is the port that cannot be had. */
    private static boolean isOurs(InetAddress address) {
        try {
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    @Override
    public void stop() {
        drain.stopNow().join();
        canary.stop();
        inbound.stop();
    }

    @Override
    public boolean isRunning() {
        return inbound.isRunning();
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
