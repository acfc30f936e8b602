package dev.parley.bench;

import dev.parley.protocol.Format;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a client sends to enter a room and to say a line there, in each protocol. */
enum WireProtocol {
    /** A server that sends everything to everyone. */
    RAW {
        @Override
        List<Step> greeting(int client, LoadShape shape) {
            return List.of();
        }

        @Override
        String say(String payload, int room) {
            return payload + "\n";
        }
    },
    PARLEY {
        @Override
        List<Step> greeting(int client, LoadShape shape) {
            List<Step> steps = new ArrayList<>();
            if (shape.format() != Format.TEXT) {
                String format = "format " + shape.format().label();
                steps.add(new Step("/" + format + "\n", format));
            }
            if (shape.rooms() > 1) {
                String joins = shape.joined(client).stream()
                        .map(room -> "/join #bench" + room + "\n")
                        .collect(Collectors.joining());
                steps.add(new Step(joins + "/ping joined\n", "pong joined"));
            }
            return steps;
        }

        @Override
        String say(String payload, int room) {
            return payload + "\n";
        }
    },
    IRC {
        @Override
        List<Step> greeting(int client, LoadShape shape) {
            List<Step> steps = new ArrayList<>();
            steps.add(new Step("NICK u%1$d\r\nUSER u%1$d 0 * :u\r\n".formatted(client), " 001 "));
            shape.joined(client).forEach(room -> steps.add(new Step("JOIN #bench%d\r\n".formatted(room), " 366 ")));
            return steps;
        }

        @Override
        String say(String payload, int room) {
            return "PRIVMSG #bench" + room + " :" + payload + "\r\n";
        }

        @Override
        boolean echoes() {
            return false;
        }
    },
    REDIS {
        @Override
        List<Step> greeting(int client, LoadShape shape) {
            return List.of(
                    new Step("HELLO 3\r\nSUBSCRIBE bench%d\r\n".formatted(shape.room(client)), "\r\nsubscribe\r\n"));
        }

        @Override
        String say(String payload, int room) {
            String channel = "bench" + room;
            return "*3\r\n$7\r\nPUBLISH\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n"
                    .formatted(channel.length(), channel, payload.length(), payload);
        }
    },
    /** A stream that Redis stores. */
    REDIS_STREAM {
        @Override
        List<Step> greeting(int client, LoadShape shape) {
            return List.of();
        }

        @Override
        String say(String payload, int room) {
            String stream = "bench" + room;
            return "*5\r\n$4\r\nXADD\r\n$%d\r\n%s\r\n$1\r\n*\r\n$1\r\nm\r\n$%d\r\n%s\r\n"
                    .formatted(stream.length(), stream, payload.length(), payload);
        }

        @Override
        ClientTransport transport(SocketChannel channel, int room) throws IOException {
            return new RedisStreamTransport(channel, "bench" + room);
        }
    },
    NATS {
        @Override
        List<Step> greeting(int client, LoadShape shape) {
            String connect = "CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":true}\r\n";
            return List.of(new Step(connect + "SUB bench" + shape.room(client) + " 1\r\nPING\r\n", "PONG\r\n"));
        }

        @Override
        String say(String payload, int room) {
            return "PUB bench" + room + " " + payload.length() + "\r\n" + payload + "\r\n";
        }
    };

    /** A client sends something and waits until what it has received contains a sign. */
    record Step(String send, String sign) {}

    abstract List<Step> greeting(int client, LoadShape shape);

    abstract String say(String payload, int room);

    /** @param channel connected, and still blocking */
    ClientTransport transport(SocketChannel channel, int room) throws IOException {
        return ClientTransport.plain(channel);
    }

    /** Whether the one who says a line is told it too. */
    boolean echoes() {
        return true;
    }
}
