package dev.parley.bench;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.integration.ip.tcp.connection.TcpConnectionCloseEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionOpenEvent;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;
import org.springframework.integration.ip.tcp.inbound.TcpReceivingChannelAdapter;
import org.springframework.integration.ip.tcp.outbound.TcpSendingMessageHandler;
import org.springframework.integration.ip.tcp.serializer.TcpCodecs;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;

/**
 * What one writes first with Spring Integration: the reader of a line sends it to every connection, one after another,
 * through the outbound adapter. Parley is compared with it. Run with the port to listen at.
 */
@EnableIntegration
class NaiveLoop {
    private static int port;

    private final Set<String> connections = ConcurrentHashMap.newKeySet();

    public static void main(String[] args) throws InterruptedException {
        port = Integer.parseInt(args[0]);
        new AnnotationConfigApplicationContext(NaiveLoop.class);
        Thread.currentThread().join();
    }

    @Bean
    TcpNetServerConnectionFactory factory() {
        var factory = new TcpNetServerConnectionFactory(port);
        factory.setSerializer(TcpCodecs.lf());
        factory.setDeserializer(TcpCodecs.lf());
        factory.setBacklog(4_096);
        factory.setSoTcpNoDelay(true);
        factory.setTaskExecutor(new VirtualThreadTaskExecutor());
        return factory;
    }

    @Bean
    DirectChannel received() {
        return new DirectChannel();
    }

    @Bean
    TcpReceivingChannelAdapter inbound(TcpNetServerConnectionFactory factory, DirectChannel received) {
        var inbound = new TcpReceivingChannelAdapter();
        inbound.setConnectionFactory(factory);
        inbound.setOutputChannel(received);
        return inbound;
    }

    @Bean
    TcpSendingMessageHandler outbound(TcpNetServerConnectionFactory factory, DirectChannel received) {
        var outbound = new TcpSendingMessageHandler();
        outbound.setConnectionFactory(factory);
        received.subscribe(line -> connections.forEach(connection -> send(outbound, line, connection)));
        return outbound;
    }

    private void send(TcpSendingMessageHandler outbound, Message<?> line, String connection) {
        try {
            outbound.handleMessage(MessageBuilder.withPayload(line.getPayload())
                    .setHeader(IpHeaders.CONNECTION_ID, connection)
                    .build());
        } catch (MessagingException e) {
            connections.remove(connection);
        }
    }

    @EventListener
    void opened(TcpConnectionOpenEvent event) {
        connections.add(event.getConnectionId());
    }

    @EventListener
    void closed(TcpConnectionCloseEvent event) {
        connections.remove(event.getConnectionId());
    }
}
