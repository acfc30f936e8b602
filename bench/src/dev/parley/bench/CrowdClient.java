package dev.parley.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** One client of a {@link ClientCrowd}. */
final class CrowdClient {
    private static final int SMALL_BUFFER = 4_096;

    final int index;
    private final ClientCrowd crowd;
    private final SocketChannel channel;
    private final ClientTransport wire;
    private final SelectionKey key;
    private final Iterator<WireProtocol.Step> greeting;
    private final StringBuilder answers = new StringBuilder();
    private final byte[] message;
    private final int markAt;
    private final byte[] carry = new byte[MessageMark.LENGTH];
    private int carried;
    private String awaited = "";
    private int onTheirWay;
    private boolean heard;

    CrowdClient(int index, ServerProcess server, LoadShape shape, Selector selector, ClientCrowd crowd)
            throws IOException {
        WireProtocol dialect = server.dialect();
        this.index = index;
        this.crowd = crowd;
        this.greeting = dialect.greeting(index, shape).iterator();
        this.message = dialect.say(MessageMark.payload(index, shape.lineBytes()), shape.room(index))
                .getBytes(StandardCharsets.US_ASCII);
        this.markAt = MessageMark.find(message);
        this.channel = SocketChannel.open();
        if (index == crowd.mute()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
        }
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // no TIME_WAIT for thousands
        this.wire = server.isEncrypted() ? new TlsTransport(channel) : dialect.transport(channel, shape.room(index));
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
        greet();
    }

    boolean isReady() {
        return awaited.isEmpty() || !channel.isOpen();
    }

    /** Whether it was told a line, or cannot be. */
    boolean hasHeard() {
        return heard || !key.isValid() || key.interestOps() == 0;
    }

    /** Says lines until so many are on their way. */
    void fillWindow(int window) throws IOException {
        while (onTheirWay < window && channel.isOpen()) {
            say(System.nanoTime());
        }
    }

    void say(long nanos) throws IOException {
        onTheirWay++;
        heard |= !crowd.dialect().echoes();
        MessageMark.setTime(message, markAt, nanos);
        wire.write(ByteBuffer.wrap(message));
        crowd.said();
    }

    /** Whether any of its lines are on their way. */
    boolean isWaiting() {
        return onTheirWay > 0;
    }

    /** One of its lines has come back. */
    void confirmed() {
        onTheirWay--;
    }

    void receive(ByteBuffer buffer) {
        buffer.clear().put(carry, 0, carried);
        try {
            if (wire.read(buffer) < 0) {
                close();
                crowd.lost();
                return;
            }
            buffer.flip();
            if (!isReady()) {
                answers.append(StandardCharsets.ISO_8859_1.decode(buffer.duplicate()));
                greet();
            }
        } catch (IOException e) {
            close();
            crowd.lost();
            return;
        }
        int rest = findMarks(buffer);
        carried = buffer.limit() - rest;
        buffer.get(rest, carry, 0, carried);
    }

    void close() {
        try {
            channel.close();
            wire.close();
        } catch (IOException e) {
            throw new IllegalStateException("Could not close a socket", e);
        }
    }

    /** Returns where a mark that has not come whole begins. */
    private int findMarks(ByteBuffer buffer) {
        int mark = MessageMark.next(buffer, 0);
        while (mark + MessageMark.LENGTH <= buffer.limit()) {
            heard = true;
            crowd.delivered(this, buffer, mark);
            mark = MessageMark.next(
                    buffer, Math.min(buffer.limit(), mark + crowd.shape().lineBytes()));
        }
        return mark;
    }

    private void greet() throws IOException {
        if (answers.indexOf(awaited) < 0) {
            return;
        }
        answers.setLength(0);
        if (greeting.hasNext()) {
            WireProtocol.Step step = greeting.next();
            awaited = step.sign();
            wire.write(ByteBuffer.wrap(step.send().getBytes(StandardCharsets.US_ASCII)));
        } else {
            awaited = "";
            key.interestOps(index == crowd.mute() ? 0 : SelectionKey.OP_READ);
        }
    }
}
