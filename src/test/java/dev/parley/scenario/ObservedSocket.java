package dev.parley.scenario;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** A socket below TLS that a test looks into: it keeps what was received, and holds back what is sent. */
final class ObservedSocket extends Socket {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean holding;
    private byte[] prefix = {};

    /** What is written from now on is not sent. */
    void hold() {
        holding = true;
    }

    /** These bytes are sent together with those that are written next. */
    void prefix(byte[] bytes) {
        prefix = bytes;
    }

    /** How many bytes were held back so far. */
    int held() {
        return held.size();
    }

    /** Sends some of what was held, and goes on holding. */
    void send(int from, int to) throws IOException {
        super.getOutputStream().write(held.toByteArray(), from, to - from);
    }

    /** The type of the last TLS record received. */
    int lastRecordType() {
        byte[] bytes = received.toByteArray();
        int last = 0;
        for (int at = 0; at < bytes.length; at += 5 + (bytes[at + 3] & 0xFF) * 256 + (bytes[at + 4] & 0xFF)) {
            last = bytes[at];
        }
        return last;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int count = super.read(bytes, from, length);
                received.write(bytes, from, Math.max(count, 0));
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        OutputStream out = super.getOutputStream();
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                byte[] all = Arrays.copyOf(prefix, prefix.length + length);
                System.arraycopy(bytes, from, all, prefix.length, length);
                prefix = new byte[0];
                (holding ? held : out).write(all);
            }
        };
    }
}
