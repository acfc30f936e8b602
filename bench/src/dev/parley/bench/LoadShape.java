package dev.parley.bench;

import dev.parley.protocol.Format;

/**
 * Who is connected and what they say.
 *
 * @param rooms clients are spread over so many rooms; with one, everyone is where everyone is at first
 * @param format how a Parley client is told; other servers have but one way
 * @param lineBytes bytes of a line said, without what the protocol puts around it
 */
record LoadShape(int clients, int rooms, Format format, int lineBytes) {
    static final int LINE_BYTES = 64;

    static LoadShape of(int clients) {
        return new LoadShape(clients, 1, Format.TEXT, LINE_BYTES);
    }

    int room(int client) {
        return client % rooms;
    }
}
