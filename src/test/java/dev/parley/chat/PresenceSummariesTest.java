package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.UnreadMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Presence in rooms with more than two listeners. */
class PresenceSummariesTest {
    private final ChatFixture chat = chat(2);
    private final ChatFixture.ChatParticipant anna = chat.person("anna");
    private final ChatFixture.ChatParticipant bob = chat.person("bob");

    private static ChatFixture chat(int presenceMembers) {
        return new ChatFixture(new ChatLimits(9, 9, 100, 10, presenceMembers));
    }

    private int summaries() {
        return chat.ask(new ChatQuery.SendPresence());
    }

    @Test
    void eachChangeIsSentByItselfUpToTheLimit() {
        assertThat(anna.heard()).containsExactly("*** bob joined #lobby");
        bob.sends(new Command.ChangeNick("ben"));
        bob.isLost();
        assertThat(anna.heard()).containsExactly("*** bob is now ben", "*** ben left #lobby");
        assertThat(summaries()).isZero();
    }

    @Test
    void changesAboveTheLimitAreSentAsOneSummary() {
        anna.heard();
        var carol = chat.guest();
        carol.sends(new Command.ChangeNick("carol"));
        assertThat(carol.heard()).hasSize(2).last().isEqualTo("*** You are carol");
        carol.sends(new Command.ChangeNick("cora"));
        assertThat(carol.heard()).containsExactly("*** You are cora");
        var dave = chat.person("dave");
        dave.isLost();
        assertThat(anna.heard()).isEmpty();
        assertThat(summaries()).isEqualTo(1);
        String summary = "*** #lobby: 2 joined, 1 left, 1 renamed: carol, cora, dave";
        assertThat(anna.heard()).containsExactly(summary);
        assertThat(bob.heard()).containsExactly(summary);
        assertThat(carol.heard()).containsExactly(summary);
        assertThat(summaries()).isZero();
        assertThat(anna.heard()).isEmpty();
    }

    @Test
    void eachRoomHasItsOwnSummaryAndReplyOfItsNewMember() {
        var carol = chat.person("carol");
        summaries();
        List.of(anna, bob, carol).forEach(person -> {
            person.heard();
            person.joins("#dev");
        });
        assertThat(anna.heard()).containsExactly("*** You are in #dev (1 here)", "*** bob joined #dev");
        assertThat(carol.heard()).containsExactly("*** You are in #dev (3 here)");
        assertThat(summaries()).isEqualTo(1);
        assertThat(anna.heard()).containsExactly("*** #dev: 1 joined: carol");
        carol.sends(new Command.Leave(Optional.of("#dev")));
        carol.isLost();
        assertThat(anna.heard()).containsExactly("*** carol left #dev", "*** carol left #lobby");
    }

    @Test
    void renameInALargeLobbyIsSentAtOnceToPeopleInTheSameSmallRoom() {
        var carol = chat.person("carol");
        List.of(anna, carol).forEach(person -> person.joins("#dev"));
        List.of(anna, carol).forEach(person -> person.joins("#ops"));
        summaries();
        List.of(anna, bob, carol).forEach(ChatFixture.ChatParticipant::heard);
        carol.sends(new Command.ChangeNick("cora"));
        assertThat(anna.heard()).containsExactly("*** carol is now cora");
        assertThat(bob.heard()).isEmpty();
        assertThat(carol.heard()).containsExactly("*** You are cora");
        summaries();
        assertThat(bob.heard()).containsExactly("*** #lobby: 1 renamed: cora");
    }

    @Test
    void summaryCountsANewNickAsAJoinIfAnotherConnectionKeepsTheOldOne() {
        var proved = new Command.LoggedIn(new Nick("carol"), UnreadMessages.NOTHING);
        var first = chat.guest();
        first.sends(proved);
        var second = chat.guest();
        second.sends(proved);
        summaries();
        anna.heard();
        chat.happened();
        second.sends(new Command.ChangeNick("cora"));
        assertThat(chat.happened()).hasAtLeastOneElementOfType(ChatEvent.Joined.class);
        summaries();
        assertThat(anna.heard()).containsExactly("*** #lobby: 1 joined: cora");
        second.sends(new Command.ChangeNick("carol"));
        summaries();
        assertThat(anna.heard()).containsExactly("*** #lobby: 1 left: cora");
    }

    @Test
    void summaryPrecedesTheNextSingleChangeOfARoomThatShrank() {
        anna.heard();
        var carol = chat.person("carol");
        var dave = chat.person("dave");
        carol.isLost();
        assertThat(anna.heard()).isEmpty();
        dave.isLost();
        assertThat(anna.heard()).containsExactly("*** #lobby: 2 joined, 1 left: carol, dave", "*** dave left #lobby");
        assertThat(summaries()).isZero();
    }

    @Test
    void summaryNamesAtMostTwentyPeopleAndCountsTheChangesOfOthers() {
        var people = new ArrayList<ChatFixture.ChatParticipant>();
        IntStream.range(0, 23).forEach(i -> people.add(chat.person("person" + (char) ('a' + i))));
        people.getFirst().sends(new Command.ChangeNick("persona"));
        anna.heard();
        people.getFirst().isLost();
        people.getLast().isLost();
        summaries();
        assertThat(anna.heard())
                .singleElement()
                .asString()
                .startsWith("*** #lobby: 23 joined, 2 left: persona, personb, ")
                .endsWith(", persont and 4 more");
    }

    @Test
    void everyChangeOfALargeRoomIsStored() {
        chat.happened();
        chat.person("carol").isLost();
        summaries();
        assertThat(chat.happened().stream().map(event -> event.getClass().getSimpleName()))
                .containsExactly("Joined", "Renamed", "Left");
    }

    @Test
    void topicsAreNotSummarized() {
        var carol = chat.person("carol");
        summaries();
        anna.heard();
        carol.sends(new Command.Topic(Optional.of("builds")));
        assertThat(anna.heard()).containsExactly("*** carol set the topic of #lobby: builds");
    }

    @Test
    void everyRoomIsSummarizedWithALimitOfZero() {
        var always = chat(0);
        var only = always.guest();
        only.says("hi");
        assertThat(only.heard()).hasSize(2);
        always.ask(new ChatQuery.SendPresence());
        assertThat(only.heard()).singleElement().asString().startsWith("*** #lobby: 1 joined: guest-");
    }

    @Test
    void unannouncedClientsAndFurtherConnectionsOfAPersonAreNotCounted() {
        chat.person("carol");
        summaries();
        chat.guest().isLost();
        chat.hidden().isLost();
        assertThat(summaries()).isZero();
    }
}
