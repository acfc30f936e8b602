package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.UnreadMessages;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether the {@link ShadowChat} knows everything that leaves the chat. */
class ShadowChatTest {
    private static final Nick ANNA = new Nick("anna");
    private static final Nick BOB = new Nick("bob");
    private static final RoomName DEV = new RoomName("#dev");

    @Test
    void shadowKnowsAllOutputOfTheChat() {
        assertThat(Delivery.class.getDeclaredMethods())
                .extracting(Method::getName)
                .containsExactlyInAnyOrder("deliver", "answer", "end", "lastWritten", "isAllWritten", "flush");
        assertThat(Audience.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .containsExactly("room", "members", "except", "ignoring");
    }

    @Test
    void shadowKnowsAllKindsOfReplies() {
        assertThat(ShadowChat.knownReplies())
                .containsExactlyInAnyOrderElementsOf(leaves(Reply.class).toList());
    }

    @Test
    void shadowResolvesTheAudienceOfEachKindOfEvent() {
        var chat = new ChatFixture(new ChatLimits(10, 10, 10, 100, 3), List.of(ANNA, BOB)::contains);
        var anna = chat.person("anna");
        var guest = chat.person("bob");
        String token = anna.logsIn(ANNA);
        anna.joins("#dev");
        guest.joins("#dev");
        guest.says("hello");
        guest.sends(new Command.Emote("waves"));
        guest.sends(new Command.DirectMessage("anna", "psst"));
        anna.sends(new Command.Topic(Optional.of("tea")));
        anna.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.MembersOnly(true))));
        chat.ask(new ChatQuery.DeleteMessage(DEV, Long.MAX_VALUE, "spam"));
        anna.sends(new Command.Kick("bob", "spam"));
        chat.ask(new ChatQuery.Announce("tea is ready", null));
        var bob = chat.stranger();
        bob.sends(new Command.LoggedIn(BOB, UnreadMessages.NOTHING));
        var carl = chat.person("carl");
        chat.stored(true);
        chat.ask(new ChatQuery.SendPresence());
        chat.ask(new ChatQuery.SendPresence());
        carl.sends(new Command.ChangeNick("charles"));
        carl.isLost();
        anna.isLost();
        var again = chat.guest();
        chat.resume(again, token);
        again.says("back");
        var unread = new ChatEvent.DirectMessage(new Stamp(1, Instant.EPOCH, 0), BOB, ANNA, "psst", ANNA, true);
        again.sends(new Command.LoggedIn(ANNA, new UnreadMessages(List.of(unread), 0)));
        chat.ask(new ChatQuery.RevokeTokens(ANNA));
        chat.ask(new ChatQuery.RemoveAccount(ANNA));
        chat.turnHistory(true);
        assertThat(chat.kinds())
                .containsExactlyInAnyOrderElementsOf(leaves(ChatEvent.class).toList());
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(ShadowChatTest::leaves)
                : Stream.of(type);
    }
}
