package dev.parley.cluster;

import dev.parley.chat.ChatQuery;
import dev.parley.chat.port.ResumeResult;
import dev.parley.protocol.Command;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import java.util.Optional;

/** Answers to the queries of clients' readers while the leader cannot be reached. */
final class UnavailableAnswer {
    static final Reply.Rejected REFUSED =
            new Reply.Rejected(StatusCode.UNAVAILABLE, "the chat cannot be reached now; this was not sent");

    private UnavailableAnswer() {}

    /**
     * Whether a command may be refused. Others are the ends of something, or tell the chat what is stored already, and
     * so must reach it, however late.
     */
    static boolean mayBeGivenTo(Command command) {
        return !(command instanceof Command.EndOfInput
                || command instanceof Command.Quit
                || command instanceof Command.LoggedIn
                || command instanceof Command.PasswordChanged
                || command instanceof Command.BlockingResult
                || command instanceof Command.OperatorResult
                || command instanceof Command.MissedEvents);
    }

    /** Whether a query may be left without an answer. Others disconnect somebody, or follow from what is stored. */
    static boolean mayBeGivenTo(ChatQuery<?> query) {
        return !(query instanceof ChatQuery.Disconnect
                || query instanceof ChatQuery.DisconnectUnauthenticated
                || query instanceof ChatQuery.DisconnectForRestart
                || query instanceof ChatQuery.Drain
                || query instanceof ChatQuery.AddAccount
                || query instanceof ChatQuery.RemoveAccount
                || query instanceof ChatQuery.RevokeTokens);
    }

    /** Returns the answer; empty for queries that are not asked for a client. */
    @SuppressWarnings("unchecked") // Each answer is of the type of its query.
    static <T> Optional<T> to(ChatQuery<T> query) {
        return (Optional<T>)
                switch (query) {
                    case ChatQuery.ShowMember shown -> Optional.of(Optional.empty());
                    case ChatQuery.Authorize asked -> Optional.of(new ChatQuery.Authorization.Refused(REFUSED));
                    case ChatQuery.RefusalToRegister asked -> Optional.of(Optional.of(REFUSED));
                    case ChatQuery.RefusalToStore asked -> Optional.of(Optional.of(REFUSED));
                    case ChatQuery.Resume resume -> Optional.of(ResumeResult.refused(REFUSED));
                    default -> Optional.empty();
                };
    }
}
