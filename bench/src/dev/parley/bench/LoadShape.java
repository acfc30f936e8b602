package dev.parley.bench;

import dev.parley.protocol.Format;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who is connected and what they say.
 *
 * @param rooms clients are spread over so many rooms; with one, everyone is where everyone is at first
 * @param roomsEach rooms that each client joins, of which it speaks in the first
 * @param format how a Parley client is told; other servers have but one way
 * @param lineBytes bytes of a line said, without what the protocol puts around it
 */
record LoadShape(int clients, int rooms, int roomsEach, Format format, int lineBytes) {
    static final int LINE_BYTES = 64;

    static LoadShape of(int clients) {
        return new LoadShape(clients, 1, 1, Format.TEXT, LINE_BYTES);
    }

    /** The room in which a client speaks. */
    int room(int client) {
        return client % rooms;
    }

    /**
     * The rooms of a client, the one in which it speaks last. Squares apart, so that other rooms have other members.
     */
    List<Integer> joined(int client) {
        return IntStream.range(0, roomsEach)
                .mapToObj(i -> (client + i * i) % rooms)
                .toList()
                .reversed();
    }
}
