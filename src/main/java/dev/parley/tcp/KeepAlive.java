package dev.parley.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import jdk.net.ExtendedSocketOptions;
import org.springframework.integration.ip.tcp.connection.DefaultTcpSocketSupport;

/** Detects within 90 s that an idle client's machine is gone: after 60 s of silence, three probes 10 s apart. */
final class KeepAlive extends DefaultTcpSocketSupport {
    @Override
    public void postProcessSocket(Socket socket) {
        super.postProcessSocket(socket);
        if (!socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            return; // the system's own times stay in force
        }
        try {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 60);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
