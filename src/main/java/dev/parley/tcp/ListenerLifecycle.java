package dev.parley.tcp;

import dev.parley.session.Drain;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.SmartLifecycle;
import org.springframework.integration.ip.tcp.inbound.TcpReceivingChannelAdapter;

/**
 * Opens the chat's ports last when the service starts, and stops the chat first when it stops, so that operators can
 * watch both.
 */
public final class ListenerLifecycle implements SmartLifecycle {
    private final List<TcpReceivingChannelAdapter> inbound;
    private final ChatConnectionFactory plain;
    private final @Nullable ChatConnectionFactory tls;
    private final Canary canary;
    private final Drain drain;

    ListenerLifecycle(
            List<TcpReceivingChannelAdapter> inbound,
            ChatConnectionFactory plain,
            @Nullable ChatConnectionFactory tls,
            Canary canary,
            Drain drain) {
        this.inbound = inbound;
        this.plain = plain;
        this.tls = tls;
        this.canary = canary;
        this.drain = drain;
    }

    /** Port of the listener without TLS. */
    public int port() {
        return plain.listening().join();
    }

    /** Port of the listener with TLS, where it is enabled. */
    public OptionalInt tlsPort() {
        return tls == null
                ? OptionalInt.empty()
                : OptionalInt.of(tls.listening().join());
    }

    /**
     * Opens the ports, and returns when they are open. Spring Integration binds them on other threads, and would stay
     * up without open ports.
     */
    @Override
    public void start() {
        inbound.forEach(TcpReceivingChannelAdapter::start);
        awaitListening(plain);
        if (tls != null) {
            awaitListening(tls);
        }
        canary.start(plain.settings().address(), port());
    }

    private static void awaitListening(ChatConnectionFactory factory) {
        try {
            factory.listening().join();
        } catch (CompletionException e) {
            var settings = factory.settings();
            String address = settings.address().getHostAddress();
            boolean isOurs = isOurs(settings.address());
            throw new InvalidConfigurationPropertyValueException(
                    settings.properties() + (isOurs ? ".port" : ".address"),
                    isOurs ? settings.port() : address,
                    "Cannot listen on " + address + ":" + settings.port() + ": "
                            + factory.listening().exceptionNow().getMessage());
        }
    }

    /** Whether the address belongs to this machine; if so, the port is the cause of the failure. */
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
        inbound.forEach(TcpReceivingChannelAdapter::stop);
    }

    @Override
    public boolean isRunning() {
        return inbound.stream().anyMatch(TcpReceivingChannelAdapter::isRunning);
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
