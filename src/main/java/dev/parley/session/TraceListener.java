package dev.parley.session;

/** Receives the traffic of one client. Called by the threads that read and write this traffic; MUST NOT block. */
public interface TraceListener {
    /** Receives a line from the client, without the secrets in it. */
    void received(String line);

    /** Receives the bytes of whole lines that were written to the client. */
    void sent(byte[] bytes);
}
