package dev.parley.session;

/** Receives reports about the framing of one client's input, besides the inputs. Called by the client's reader. */
public interface InputListener {
    /** Reports bytes that were read from the socket. Waits for the client's rate limit. */
    void bytesRead(int bytes) throws InterruptedException;

    /** Reports that a line has begun and waits for its end. */
    void lineBegun();

    /** Reports that the line that had begun was taken or dropped. */
    void lineFinished();

    /** Asks for a newline: the client has not ended a line for long, and silence does not end it. */
    void askForNewline();

    /** Reports a telnet negotiation, whose replies must be sent between two lines. */
    void negotiated(byte[] replies);
}
