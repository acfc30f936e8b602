package dev.parley.terminal;

import java.io.IOException;

/** The certificate of the server is not trusted. The message is shown to the user. */
final class UntrustedServerException extends IOException {
    UntrustedServerException(String message) {
        super(message);
    }
}
