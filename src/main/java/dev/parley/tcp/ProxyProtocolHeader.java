package dev.parley.tcp;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Beginning of a connection from a proxy: a header of the PROXY protocol, version 1 or 2, with the client's address
 * (www.haproxy.org/download/3.2/doc/proxy-protocol.txt). Reads no byte after the header.
 */
sealed interface ProxyProtocolHeader {
    /** @param client address of the client; null for a connection that the proxy makes for itself */
    record Present(@Nullable InetAddress client) implements ProxyProtocolHeader {}

    /** @param read bytes that were read to detect that there is no header */
    record Absent(byte[] read) implements ProxyProtocolHeader {}

    byte[] VERSION_1 = "PROXY".getBytes(StandardCharsets.US_ASCII);
    byte[] VERSION_2 = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

    /** Longest header of version 1, by the specification. */
    int LONGEST_1 = 107;

    /** Longest accepted header of version 2: room for additions to the addresses, such as a client's certificate. */
    int LONGEST_2 = 4_096;

    static ProxyProtocolHeader read(InputStream in) throws IOException {
        byte[] bytes = new byte[LONGEST_2];
        int count = 0;
        while (true) {
            bytes[count++] = next(in);
            if (!begins(VERSION_1, bytes, count) && !begins(VERSION_2, bytes, count)) {
                return new Absent(Arrays.copyOf(bytes, count));
            }
            if (count == VERSION_1.length && bytes[0] == VERSION_1[0]) {
                return decode(Arrays.copyOf(bytes, readLine(in, bytes, count)));
            }
            if (count == VERSION_2.length) {
                return decode(Arrays.copyOf(bytes, readRest(in, bytes, count)));
            }
        }
    }

    private static boolean begins(byte[] signature, byte[] bytes, int count) {
        return count <= signature.length && Arrays.equals(signature, 0, count, bytes, 0, count);
    }

    private static byte next(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the connection ended before its header");
        }
        return (byte) next;
    }

    private static int readLine(InputStream in, byte[] bytes, int from) throws IOException {
        int count = from;
        do {
            if (count == LONGEST_1) {
                throw new ProtocolException("the header is too long");
            }
            bytes[count++] = next(in);
        } while (bytes[count - 1] != '\n');
        return count;
    }

    /** Reads the rest of a version 2 header: two bytes for its kind, two for its length. */
    private static int readRest(InputStream in, byte[] bytes, int from) throws IOException {
        int count = from + 4;
        if (in.readNBytes(bytes, from, 4) < 4) {
            throw new EOFException("the connection ended in its header");
        }
        int length = Byte.toUnsignedInt(bytes[count - 2]) << 8 | Byte.toUnsignedInt(bytes[count - 1]);
        if (count + length > LONGEST_2) {
            throw new ProtocolException("the header is too long");
        }
        if (in.readNBytes(bytes, count, length) < length) {
            throw new EOFException("the connection ended in its header");
        }
        return count + length;
    }

    private static Present decode(byte[] header) throws IOException {
        var decoder = new EmbeddedChannel(new HAProxyMessageDecoder());
        try {
            decoder.writeInbound(Unpooled.wrappedBuffer(header));
            HAProxyMessage message = decoder.readInbound();
            if (message == null) {
                throw new ProtocolException("the header is not complete");
            }
            try {
                return new Present(client(message));
            } finally {
                message.release();
            }
        } catch (DecoderException | IllegalArgumentException e) {
            throw new ProtocolException(String.valueOf(e.getMessage()));
        } finally {
            decoder.finishAndReleaseAll();
        }
    }

    private static @Nullable InetAddress client(HAProxyMessage message) {
        HAProxyProxiedProtocol protocol = message.proxiedProtocol();
        boolean isTcp = protocol == HAProxyProxiedProtocol.TCP4 || protocol == HAProxyProxiedProtocol.TCP6;
        return message.command() == HAProxyCommand.PROXY && isTcp
                ? InetAddress.ofLiteral(message.sourceAddress())
                : null;
    }
}
