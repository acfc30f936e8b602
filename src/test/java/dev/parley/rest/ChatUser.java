package dev.parley.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Someone in the chat, with a real socket. */
public final class ChatUser implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final BufferedReader lines;

    private ChatUser(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    private ChatUser(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** One who may not be let in. */
    public static ChatUser arriving(int port) throws IOException {
        return from("127.0.0.1", port);
    }

    /** One who comes from another of this machine's addresses. */
    public static ChatUser from(String address, int port) throws IOException {
        return new ChatUser(new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(address), 0));
    }

    /** One who is there, and has not said a word. */
    public static ChatUser silent(int port) throws IOException {
        var person = new ChatUser(port);
        person.say("/ping here");
        person.hear("*** pong here");
        return person;
    }

    public static ChatUser named(String nick, int port) throws IOException {
        return named(nick, "127.0.0.1", port);
    }

    public static ChatUser named(String nick, String address, int port) throws IOException {
        var person = from(address, port);
        person.say("/nick " + nick);
        person.hear("*** You are " + nick);
        return person;
    }

    public void say(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Reads until this very line comes. */
    public void hear(String wanted) throws IOException {
        String line = read();
        while (line != null && !line.equals(wanted)) {
            line = read();
        }
        if (line == null) {
            throw new IOException("Never heard: " + wanted);
        }
    }

    /** Reads until a line has this in it, and returns that one. */
    public String hearLike(String part) throws IOException {
        String line = read();
        while (line != null && !line.contains(part)) {
            line = read();
        }
        if (line == null) {
            throw new IOException("Never heard: " + part);
        }
        return line;
    }

    /** All that comes before this very line. */
    public List<String> linesUntil(String last) throws IOException {
        List<String> all = new ArrayList<>();
        for (String line = read(); !last.equals(line); line = read()) {
            if (line == null) {
                throw new IOException("Never heard: " + last);
            }
            all.add(line);
        }
        return all;
    }

    /** The next line that somebody said in the room, or to this one alone. */
    public String nextSaid() throws IOException {
        String line = read();
        while (line != null && line.startsWith("*** ")) {
            line = read();
        }
        if (line == null) {
            throw new IOException("Nobody said anything");
        }
        return line;
    }

    /** The next line; null at the end. */
    public @Nullable String read() throws IOException {
        return lines.readLine();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
