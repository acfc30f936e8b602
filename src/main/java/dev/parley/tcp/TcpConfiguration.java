package dev.parley.tcp;

import dev.parley.session.Drain;
import dev.parley.session.Sanctions;
import dev.parley.session.Sessions;
import dev.parley.session.Time;
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

/** The adapters and their channels: socket → inbound → endpoint → session, and session → outbound → socket. */
@Configuration(proxyBeanMethods = false)
class TcpConfiguration {
    @Bean
    MemoryAlarm memoryAlarm() {
        var alarm = new MemoryAlarm(Runtime.getRuntime().maxMemory(), Time.SYSTEM);
        alarm.watch();
        return alarm;
    }

    @Bean
    Permits permits(TcpLimits limits, Sanctions sanctions, MemoryAlarm memoryAlarm, Drain drain) {
        var rates = new ConnectRates(limits.connectsPerMinute(), limits.connectBurst(), Time.SYSTEM);
        return new Permits(
                Descriptors.cap(limits.connections()),
                limits.connectionsPerAddress(),
                rates,
                limits.exempt(),
                sanctions,
                memoryAlarm,
                drain::isServing);
    }

    @Bean
    Canary canary(TaskScheduler taskScheduler, TcpMetrics metrics) {
        return new Canary(taskScheduler, metrics);
    }

    @Bean
    ChatConnectionFactory plainConnectionFactory(
            Listeners listeners,
            TcpLimits limits,
            Permits permits,
            Canary canary,
            TcpMetrics metrics,
            Sessions sessions) {
        var arrivals = new Arrivals(listeners.plain(), null, sessions, metrics);
        return new ChatConnectionFactory(listeners.plain(), arrivals, limits, permits, canary, metrics);
    }

    @Bean
    @Nullable
    TlsContext tlsContext(Listeners listeners, SslBundles bundles) {
        return listeners.tls() == null ? null : new TlsContext(listeners.tls(), bundles);
    }

    @Bean
    @Nullable
    ChatConnectionFactory tlsConnectionFactory(
            Listeners listeners,
            @Nullable TlsContext tls,
            TcpLimits limits,
            Permits permits,
            Canary canary,
            TcpMetrics metrics,
            Sessions sessions) {
        if (listeners.tls() == null) {
            return null;
        }
        var listener = listeners.tls().listener();
        var arrivals = new Arrivals(listener, tls, sessions, metrics);
        return new ChatConnectionFactory(listener, arrivals, limits, permits, canary, metrics);
    }

    /**
     * Takes the place of Boot's, which has every channel and handler time every message: so a send takes 26 ns and not
     * 160, once for a line received, twice for a write. Our own metrics tell what those timers would.
     */
    @Bean
    static IntegrationManagementConfigurer integrationManagementConfigurer() {
        return new IntegrationManagementConfigurer();
    }

    @Bean
    ClientLog clientLog() {
        return new ClientLog(Time.SYSTEM, CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS));
    }

    @Bean
    DirectChannel inboundChannel() {
        return new DirectChannel();
    }

    @Bean
    DirectChannel outboundChannel() {
        return new DirectChannel();
    }

    @Bean
    TcpEndpoint endpoint(
            Sessions sessions,
            DirectChannel inboundChannel,
            DirectChannel outboundChannel,
            List<ChatConnectionFactory> connectionFactories,
            ClientLog log) {
        var endpoint = new TcpEndpoint(sessions, outboundChannel, log);
        inboundChannel.subscribe(endpoint);
        connectionFactories.forEach(factory -> factory.serve(endpoint));
        return endpoint;
    }

    @Bean
    TcpReceivingChannelAdapter inbound(List<ChatConnectionFactory> connectionFactories, DirectChannel inboundChannel) {
        var inbound = new TcpReceivingChannelAdapter();
        connectionFactories.forEach(inbound::setConnectionFactory);
        inbound.setOutputChannel(inboundChannel);
        inbound.setAutoStartup(false);
        return inbound;
    }

    @Bean
    TcpSendingMessageHandler outbound(List<ChatConnectionFactory> connectionFactories, DirectChannel outboundChannel) {
        var outbound = new TcpSendingMessageHandler();
        connectionFactories.forEach(outbound::setConnectionFactory);
        outboundChannel.subscribe(outbound);
        return outbound;
    }

    @Bean
    ChatListener listener(
            TcpReceivingChannelAdapter inbound,
            ChatConnectionFactory plainConnectionFactory,
            @Nullable ChatConnectionFactory tlsConnectionFactory,
            Canary canary,
            Drain drain) {
        return new ChatListener(inbound, plainConnectionFactory, tlsConnectionFactory, canary, drain);
    }

    @Bean
    ChatHealthIndicator chatHealthIndicator(Canary canary, Drain drain) {
        return new ChatHealthIndicator(canary, drain);
    }
}
