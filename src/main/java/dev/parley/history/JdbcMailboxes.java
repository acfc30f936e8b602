package dev.parley.history;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Nick;
import dev.parley.protocol.UnreadMessages;
import dev.parley.session.port.Mailboxes;
import java.util.List;

/** Private messages in the database. Messages that do not fit in a reply stay unread. */
final class JdbcMailboxes implements Mailboxes {
    private final DirectMessageStore store;
    private final HistoryLog historyLog;
    private final ReplySizeLimit size;

    JdbcMailboxes(DirectMessageStore store, HistoryLog historyLog, ReplySizeLimit size) {
        this.store = store;
        this.historyLog = historyLog;
        this.size = size;
    }

    @Override
    public UnreadMessages waiting(Nick account) {
        historyLog.awaitStored();
        List<ChatEvent.DirectMessage> all = store.unread(account, ChatLimits.MAX_LISTED);
        List<ChatEvent.DirectMessage> fitting = size.fitting(all);
        return new UnreadMessages(fitting, all.size() - fitting.size());
    }
}
