package dev.parley;

import dev.parley.properties.PropertyRange;
import dev.parley.tcp.TlsSettings.ClientAuth;
import java.net.InetAddress;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties of the listeners; {@code application.yml} documents each. */
@ConfigurationProperties("parley.tcp")
record TcpProperties(InetAddress address, int port, boolean loginRequired, List<String> proxyNetworks, Tls tls) {
    TcpProperties {
        PropertyRange.check("parley.tcp.port", port, 0, 65_535);
    }

    /** @param bundle name of the SSL bundle; empty for no TLS */
    record Tls(
            String bundle,
            InetAddress address,
            int port,
            boolean loginRequired,
            List<String> proxyNetworks,
            ClientAuth clientAuth) {
        Tls {
            PropertyRange.check("parley.tcp.tls.port", port, 0, 65_535);
        }
    }
}
