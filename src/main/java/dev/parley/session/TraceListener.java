package dev.parley.session;

/** Told what one client sends and is sent, by the threads that do it: MUST NOT block. */
public interface TraceListener {
    /** A line came from the client; what is secret in it is left out. */
    void received(String line);

    /** So many bytes, which are whole lines, were written to the client. */
    void sent(byte[] bytes);
}
