package dev.parley.history;

import dev.parley.chat.ChatLimits;
import dev.parley.chat.Event;
import dev.parley.chat.Nick;
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
    public List<Event.Told> waiting(Nick account) {
        historyLog.awaitStored();
        return size.fitting(store.unread(account, ChatLimits.LISTED));
    }
}
