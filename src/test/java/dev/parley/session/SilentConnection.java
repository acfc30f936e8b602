package dev.parley.session;

/** A connection that nothing comes of, for tests that only need a session to be there. */
public class SilentConnection implements Connection {
    @Override
    public String address() {
        return "127.0.0.1";
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
