package dev.parley;

import dev.parley.chat.ChatMetrics;
import dev.parley.session.SessionMetrics;
import dev.parley.tcp.TcpMetrics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NoMetrics {
    @Bean
    ChatMetrics chatMetrics() {
        return ChatMetrics.NONE;
    }

    @Bean
    SessionMetrics sessionMetrics() {
        return SessionMetrics.NONE;
    }

    @Bean
    TcpMetrics tcpMetrics() {
        return TcpMetrics.NONE;
    }
}
