package dev.parley.chat;

import dev.parley.chat.port.Client;
import dev.parley.chat.port.ResumeResult;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomDetails;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomPatch;
import dev.parley.protocol.RoomSummary;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads or changes the chat for operators, for the service itself, and for commands whose result a client's reader
 * looks up outside the chat. Each query is answered when everything that it caused is stored and delivered; see {@link
 * ChatEventLoop#ask}.
 *
 * @param <R> the answer
 */
public sealed interface ChatQuery<R> {
    /** Answers the query. Called by the chat thread; MUST NOT block. */
    R answer(Chat chat);

    /**
     * Completes the answer when the batch is stored, or could not be.
     *
     * @param saved whether everything that the query caused is stored
     */
    default R completed(R answer, boolean saved) {
        return answer;
    }

    /** Members that a query is about. */
    sealed interface Selection {
        /** All connections that have a nick. */
        record ByNick(Nick nick) implements Selection {}

        /** All connections that are logged in to an account, in the order in which they logged in. */
        record ByAccount(Nick account) implements Selection {}

        record Listed(List<Member> members) implements Selection {}

        static Selection of(Member member) {
            return new Listed(List.of(member));
        }
    }

    /** A client that is in the chat. */
    record FoundClient(Client client, MemberSnapshot state) {}

    /** Finds the members of a selection that are in the chat. */
    record FindClients(Selection selection) implements ChatQuery<List<FoundClient>> {
        @Override
        public List<FoundClient> answer(Chat chat) {
            return chat.find(selection);
        }
    }

    /** Returns the state of a member; empty if the member has left. */
    record ShowMember(Member member) implements ChatQuery<Optional<MemberSnapshot>> {
        @Override
        public Optional<MemberSnapshot> answer(Chat chat) {
            return chat.state(member);
        }
    }

    /** Returns for each account whether it is logged in. */
    record AreOnline(List<Nick> accounts) implements ChatQuery<List<Boolean>> {
        @Override
        public List<Boolean> answer(Chat chat) {
            return accounts.stream().map(chat::isOnline).toList();
        }
    }

    /** Decision about the part of the service that answers an operator's command. */
    sealed interface Authorization {
        /** The chat answers as it answers any member's command. */
        record AsRoomCommand() implements Authorization {}

        /**
         * The service executes the command as an operator's action, in the name of this account and within the
         * permissions of its role.
         */
        record ByOperator(Nick account) implements Authorization {}

        record Refused(Reply.Rejected answer) implements Authorization {}
    }

    /** Decides which part of the service answers an operator's command. */
    record Authorize(Member member, Command.OperatorCommand command) implements ChatQuery<Authorization> {
        @Override
        public Authorization answer(Chat chat) {
            return chat.authorize(member, command);
        }
    }

    /** Returns why a member cannot register a name now; empty if the member can. */
    record RefusalToRegister(Member member, Nick name) implements ChatQuery<Optional<Reply.Rejected>> {
        @Override
        public Optional<Reply.Rejected> answer(Chat chat) {
            return chat.refusalToRegister(member, name);
        }
    }

    /** Returns why a change that must outlive a restart cannot be made now; empty where it can. */
    record RefusalToStore() implements ChatQuery<Optional<Reply.Rejected>> {
        @Override
        public Optional<Reply.Rejected> answer(Chat chat) {
            return chat.refusalToStore();
        }
    }

    /**
     * Resumes the session of the lost connection with this token, so that the member has its state.
     *
     * @param noAccounts why the member cannot take a registered name; empty if the member can
     */
    record Resume(Member member, Secret token, Optional<Reply.Rejected> noAccounts) implements ChatQuery<ResumeResult> {
        @Override
        public ResumeResult answer(Chat chat) {
            return chat.resume(member, token, noAccounts);
        }
    }

    /** Disconnects the members of a selection that are in the chat, and returns the states they had before. */
    record Disconnect(Selection selection, Reply.Bye bye) implements ChatQuery<List<FoundClient>> {
        public Disconnect(Selection selection, StatusCode code, String reason) {
            this(selection, new Reply.Bye(code, reason));
        }

        @Override
        public List<FoundClient> answer(Chat chat) {
            return chat.disconnect(selection, bye);
        }
    }

    /** Disconnects a member that has not logged in meanwhile; returns whether the member was disconnected. */
    record DisconnectUnauthenticated(Member member, StatusCode code, String reason) implements ChatQuery<Boolean> {
        @Override
        public Boolean answer(Chat chat) {
            return member.isUnauthenticated()
                    && chat.end(member, new Reply.Bye(code, reason)).isPresent();
        }
    }

    /** Refuses everything that a member sends from now on, and does not announce its departure. */
    record Drain(Member member) implements ChatQuery<Boolean> {
        @Override
        public Boolean answer(Chat chat) {
            return chat.drain(member);
        }
    }

    /** Disconnects a member because the service stops; the bye contains the id of the newest event. */
    record DisconnectForRestart(Member member) implements ChatQuery<Boolean> {
        @Override
        public Boolean answer(Chat chat) {
            String text = "the server is restarting; last id " + chat.lastId();
            return chat.end(member, new Reply.Bye(StatusCode.RESTART, text)).isPresent();
        }
    }

    /** Sends one member a notice; returns whether the member was still present. */
    record Notify(Member member, String text) implements ChatQuery<Boolean> {
        @Override
        public Boolean answer(Chat chat) {
            return chat.notice(member, text);
        }
    }

    /** Sends one member an operator's message. Returns the member's nick, or empty if the member has left. */
    record SendMessage(Member member, String text) implements ChatQuery<Optional<Nick>> {
        @Override
        public Optional<Nick> answer(Chat chat) {
            return chat.sendNotice(member, text);
        }
    }

    /**
     * Announces a text in a room, or to everyone if no room is named. Returns the number of recipients, or empty if
     * there is no such room.
     */
    record Announce(String text, @Nullable String room) implements ChatQuery<Optional<Integer>> {
        @Override
        public Optional<Integer> answer(Chat chat) {
            return chat.announce(text, room);
        }
    }

    /** Announces a text to those of the members that are in the lobby. Returns the number of recipients. */
    record AnnounceTo(List<Member> members, String text) implements ChatQuery<Integer> {
        @Override
        public Integer answer(Chat chat) {
            return chat.announce(text, members);
        }
    }

    /** Result of a message that was sent by REST. */
    sealed interface PostResult {
        /**
         * The message was sent now, or before with the same key.
         *
         * @param saved whether the history has it
         */
        record Posted(ChatEvent.Said message, boolean repeated, boolean saved) implements PostResult {}

        record NoSuchRoom() implements PostResult {}

        /** @param retryAfter time until another try can succeed; null where waiting does not help */
        record Refused(Reply.Rejected reason, @Nullable Duration retryAfter) implements PostResult {}
    }

    /**
     * Sends a message to a room under a reserved name. The sender is not in the room, so the room's key and its
     * settings about membership do not apply. Slow mode and mutes of the name do.
     *
     * @param key idempotency key; null for none
     */
    record PostMessage(
            Nick from, RoomName room, String text, @Nullable String key) implements ChatQuery<PostResult> {
        @Override
        public PostResult answer(Chat chat) {
            return chat.post(this);
        }

        @Override
        public PostResult completed(PostResult answer, boolean saved) {
            return answer instanceof PostResult.Posted posted && !posted.repeated()
                    ? new PostResult.Posted(posted.message(), false, saved)
                    : answer;
        }
    }

    /** Lists the rooms, in any order: the chat thread does not sort for operators. */
    record ListRooms() implements ChatQuery<List<RoomSummary>> {
        @Override
        public List<RoomSummary> answer(Chat chat) {
            return chat.rooms();
        }
    }

    /** Returns a room as operators see it; empty when there is no such room. */
    record ShowRoom(RoomName room) implements ChatQuery<Optional<RoomDetails>> {
        @Override
        public Optional<RoomDetails> answer(Chat chat) {
            return chat.room(room);
        }
    }

    /** A room before and after an operator changed it. */
    record ChangedRoom(RoomDetails before, RoomDetails after) {}

    /** Changes a room for an operator; returns empty when there is no such room. */
    record ChangeRoom(RoomName room, RoomPatch patch) implements ChatQuery<Optional<ChangedRoom>> {
        @Override
        public Optional<ChangedRoom> answer(Chat chat) {
            return chat.changeRoom(room, patch);
        }
    }

    /** @param expelled number of members that had to leave */
    record ClosedRoom(RoomDetails before, int expelled) {}

    /** Closes a room for an operator; returns empty when there is no such room. */
    record CloseRoom(RoomName room, String reason) implements ChatQuery<Optional<ClosedRoom>> {
        @Override
        public Optional<ClosedRoom> answer(Chat chat) {
            return chat.closeRoom(room, reason);
        }
    }

    /** Deletes a message and returns the id of the deletion; the history no longer contains the text. */
    record DeleteMessage(RoomName room, long message, String reason) implements ChatQuery<Long> {
        @Override
        public Long answer(Chat chat) {
            return chat.delete(room, message, reason);
        }
    }

    /** Gives a guest nick to members that have the nick of a new account; returns the account. */
    record AddAccount(Nick account) implements ChatQuery<Nick> {
        @Override
        public Nick answer(Chat chat) {
            chat.registered(account);
            return account;
        }
    }

    /** Removes everything that belonged to a deleted account; returns the account. */
    record RemoveAccount(Nick account) implements ChatQuery<Nick> {
        @Override
        public Nick answer(Chat chat) {
            chat.removeAccount(account);
            return account;
        }
    }

    /** Revokes the resume tokens of an account; returns the number of its connections that got a new token. */
    record RevokeTokens(Nick account) implements ChatQuery<Integer> {
        @Override
        public Integer answer(Chat chat) {
            return chat.revokeTokens(account);
        }
    }

    /** Sends large rooms the summary of their presence changes; returns the number of summaries. Asked every second. */
    record SendPresence() implements ChatQuery<Integer> {
        @Override
        public Integer answer(Chat chat) {
            return chat.sendPresence();
        }
    }

    /** Returns the id of the newest event. */
    record LastId() implements ChatQuery<Long> {
        @Override
        public Long answer(Chat chat) {
            return chat.lastId();
        }
    }
}
