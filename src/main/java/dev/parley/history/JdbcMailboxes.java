package dev.parley.history;

import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Event;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Waiting;
import dev.parley.session.Mailboxes;
import java.util.List;

/** Mail in the database. What does not fit in an answer goes on waiting. */
final class StoredMailboxes implements Mailboxes {
    private final MailStore store;
    private final HistoryLog historyLog;
    private final AnswerSize size;

    StoredMailboxes(MailStore store, HistoryLog historyLog, AnswerSize size) {
        this.store = store;
        this.historyLog = historyLog;
        this.size = size;
    }

    @Override
    public Waiting waiting(Nick account) {
        historyLog.awaitStored();
        List<Event.Told> all = store.unread(account, ChatLimits.LISTED);
        List<Event.Told> fitting = size.fitting(all);
        return new Waiting(fitting, all.size() - fitting.size());
    }
}
