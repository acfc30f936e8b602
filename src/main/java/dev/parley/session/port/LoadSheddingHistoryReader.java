package dev.parley.session.port;

import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Refuses to read history while memory is short, in favor of live messages. */
public final class LoadSheddingHistoryReader implements HistoryReader {
    private static final Reply LATER = new Reply.Rejected(
            StatusCode.BUSY, "the server is low on memory and cannot read the history; try again later");

    private final HistoryReader historyReader;
    private final BooleanSupplier isShedding;

    public LoadSheddingHistoryReader(HistoryReader historyReader, BooleanSupplier isShedding) {
        this.historyReader = historyReader;
        this.isShedding = isShedding;
    }

    @Override
    public Reply latest(Membership room, int count) {
        return spared(() -> historyReader.latest(room, count));
    }

    @Override
    public Reply since(long id, MemberSnapshot reader) {
        return spared(() -> historyReader.since(id, reader));
    }

    @Override
    public Reply missed(long lastSeen, MemberSnapshot reader) {
        return spared(() -> historyReader.missed(lastSeen, reader));
    }

    private Reply spared(Supplier<Reply> find) {
        return isShedding.getAsBoolean() ? LATER : find.get();
    }
}
