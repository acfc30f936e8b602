package dev.parley.tcp;

import dev.parley.session.Drain;
import dev.parley.session.Sessions;
import dev.parley.session.port.AddressBans;
import dev.parley.tcp.accept.ConnectRateLimiter;
import dev.parley.tcp.accept.ConnectionLimiter;
import dev.parley.tcp.accept.FileDescriptorLimit;
import dev.parley.tcp.accept.MemoryAlarm;
import dev.parley.tcp.accept.TcpMetrics;
import dev.parley.time.MonotonicClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.config.IntegrationManagementConfigurer;
import org.springframework.integration.ip.tcp.inbound.TcpReceivingChannelAdapter;
import org.springframework.integration.ip.tcp.outbound.TcpSendingMessageHandler;
import org.springframework.scheduling.TaskScheduler;

/**
 * Channel adapters: socket → inbound → endpoint → session, and session → outbound → socket. Each port has its own pair
 * of adapters, because an adapter starts and stops one connection factory. All inbound adapters send to the same
 * channel.
 */
@Configuration(proxyBeanMethods = false)
class TcpConfiguration {
    @Bean
    MemoryAlarm memoryAlarm() {
        var alarm = new MemoryAlarm(Runtime.getRuntime().maxMemory(), MonotonicClock.SYSTEM);
        alarm.watch();
        return alarm;
    }

    @Bean
    ConnectionLimiter connectionLimiter(
            TcpLimits limits, AddressBans addressBans, MemoryAlarm memoryAlarm, Drain drain) {
        var rates = new ConnectRateLimiter(limits.connectsPerMinute(), limits.connectBurst(), MonotonicClock.SYSTEM);
        return new ConnectionLimiter(
                FileDescriptorLimit.cap(limits.connections()),
                limits.connectionsPerAddress(),
                rates,
                limits.exempt(),
                addressBans,
                memoryAlarm,
                drain::isServing);
    }

    @Bean
    Canary canary(TaskScheduler taskScheduler, TcpMetrics metrics) {
        return new Canary(taskScheduler, metrics);
    }

    @Bean
    ChatConnectionFactory plainConnectionFactory(
            TcpSettings listeners,
            TcpLimits limits,
            ConnectionLimiter limiter,
            Canary canary,
            TcpMetrics metrics,
            Sessions sessions) {
        var setup = new ConnectionSetup(listeners.plain(), null, sessions, metrics);
        return new ChatConnectionFactory(listeners.plain(), setup, limits, limiter, canary, metrics);
    }

    @Bean
    @Nullable
    TlsContext tlsContext(TcpSettings listeners, SslBundles bundles) {
        return listeners.tls() == null ? null : new TlsContext(listeners.tls(), bundles);
    }

    @Bean
    @Nullable
    ChatConnectionFactory tlsConnectionFactory(
            TcpSettings listeners,
            @Nullable TlsContext tls,
            TcpLimits limits,
            ConnectionLimiter limiter,
            Canary canary,
            TcpMetrics metrics,
            Sessions sessions) {
        if (listeners.tls() == null) {
            return null;
        }
        var listener = listeners.tls().listener();
        var setup = new ConnectionSetup(listener, tls, sessions, metrics);
        return new ChatConnectionFactory(listener, setup, limits, limiter, canary, metrics);
    }

    /**
     * Replaces Spring Boot's configurer, which makes every channel and handler time every message. Without the timers a
     * send takes 26 ns instead of 160. A received line is sent once, and a write twice. Parley's own metrics cover what
     * those timers would show.
     */
    @Bean
    static IntegrationManagementConfigurer integrationManagementConfigurer() {
        return new IntegrationManagementConfigurer();
    }

    @Bean
    ConnectionLog clientLog() {
        return new ConnectionLog(MonotonicClock.SYSTEM, CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS));
    }

    @Bean
    DirectChannel inboundChannel() {
        return new DirectChannel();
    }

    @Bean
    TcpEndpoint endpoint(Sessions sessions, DirectChannel inboundChannel, ConnectionLog connectionLog) {
        var endpoint = new TcpEndpoint(sessions, connectionLog);
        inboundChannel.subscribe(endpoint);
        return endpoint;
    }

    @Bean
    TcpReceivingChannelAdapter plainInbound(
            ChatConnectionFactory plainConnectionFactory, DirectChannel inboundChannel) {
        return inbound(plainConnectionFactory, inboundChannel);
    }

    @Bean
    @Nullable
    TcpReceivingChannelAdapter tlsInbound(
            @Nullable ChatConnectionFactory tlsConnectionFactory, DirectChannel inboundChannel) {
        return tlsConnectionFactory == null ? null : inbound(tlsConnectionFactory, inboundChannel);
    }

    private static TcpReceivingChannelAdapter inbound(ChatConnectionFactory factory, DirectChannel channel) {
        var inbound = new TcpReceivingChannelAdapter();
        inbound.setConnectionFactory(factory);
        inbound.setOutputChannel(channel);
        inbound.setAutoStartup(false);
        return inbound;
    }

    @Bean
    DirectChannel plainOutboundChannel() {
        return new DirectChannel();
    }

    /** Channel to the TLS port; it has no subscriber if TLS is off. */
    @Bean
    DirectChannel tlsOutboundChannel() {
        return new DirectChannel();
    }

    @Bean
    TcpSendingMessageHandler plainOutbound(
            ChatConnectionFactory plainConnectionFactory, DirectChannel plainOutboundChannel, TcpEndpoint endpoint) {
        return outbound(plainConnectionFactory, plainOutboundChannel, endpoint);
    }

    @Bean
    @Nullable
    TcpSendingMessageHandler tlsOutbound(
            @Nullable ChatConnectionFactory tlsConnectionFactory,
            DirectChannel tlsOutboundChannel,
            TcpEndpoint endpoint) {
        return tlsConnectionFactory == null ? null : outbound(tlsConnectionFactory, tlsOutboundChannel, endpoint);
    }

    private static TcpSendingMessageHandler outbound(
            ChatConnectionFactory factory, DirectChannel channel, TcpEndpoint endpoint) {
        var outbound = new TcpSendingMessageHandler();
        outbound.setConnectionFactory(factory);
        channel.subscribe(outbound);
        factory.serve(endpoint, channel);
        return outbound;
    }

    @Bean
    ListenerLifecycle listener(
            List<TcpReceivingChannelAdapter> inbound,
            ChatConnectionFactory plainConnectionFactory,
            @Nullable ChatConnectionFactory tlsConnectionFactory,
            Canary canary,
            Drain drain) {
        return new ListenerLifecycle(inbound, plainConnectionFactory, tlsConnectionFactory, canary, drain);
    }

    @Bean
    ChatHealthIndicator chatHealthIndicator(Canary canary, Drain drain) {
        return new ChatHealthIndicator(canary, drain);
    }
}
