package dev.parley.session;

/** Receives reports about the framing of one client's input, but not the inputs. Called by the client's reader. */
public interface InputListener {
    /** Reports bytes that were read from the socket. Waits for the client's rate limit. */
    void bytesRead(int bytes) throws InterruptedException;

    /** Reports that a line has begun and waits for its end. */
    void lineBegun();

    /** Reports that the current line was taken or dropped. */
    void lineFinished();

    /** Asks the client for a newline, because it has not ended its line for long and silence does not end the line. */
    void askForNewline();

    /** Reports a telnet negotiation, whose replies must be sent between two lines. */
    void negotiated(byte[] replies);
}
