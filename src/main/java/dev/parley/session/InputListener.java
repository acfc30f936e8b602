package dev.parley.session;

/** Receives what the framing of one client's input reports besides the inputs. Called by the client's reader. */
public interface InputListener {
    /** Bytes were read from the socket. Waits for the client's rate. */
    void bytesRead(int bytes) throws InterruptedException;

    /** A line has begun and waits for its end. */
    void lineBegun();

    /** The line that had begun was taken or dropped. */
    void lineFinished();

    /** The client has not ended a line for long, and silence does not end it. */
    void askForNewline();

    /** A telnet negotiation was read, whose replies are to be sent between two lines. */
    void negotiated(byte[] replies);
}
