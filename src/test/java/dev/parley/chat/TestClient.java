package dev.parley.chat;

import dev.parley.chat.port.Client;
import java.net.InetAddress;

/** A client without a session. */
public class TestClient implements Client {
    private final String id;

    public TestClient(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public InetAddress address() {
        return InetAddress.ofLiteral(addressText());
    }

    @Override
    public String addressText() {
        return "192.0.2.1";
    }

    @Override
    public String listener() {
        return "plain";
    }
}
