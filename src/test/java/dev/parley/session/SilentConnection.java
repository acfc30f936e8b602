package dev.parley.session;

import java.net.InetAddress;

/** A connection that nothing comes of, for tests that only need a session to be there. */
public class SilentConnection implements Connection {
    @Override
    public InetAddress address() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public String listener() {
        return "plain";
    }

    @Override
    public void send(byte[] bytes) {}

    @Override
    public void finish() {}

    @Override
    public void abort() {}
}
