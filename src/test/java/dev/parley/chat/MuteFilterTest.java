package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.port.MutePolicy;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.StatusCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may not speak, and who only thinks that they do. */
class MuteFilterTest {
    private static final MutePolicy.Muted MUTED = new MutePolicy.Muted("you are muted: spam", false);
    private static final MutePolicy.Muted SHADOW = new MutePolicy.Muted("you are muted: spam", true);
    private static final String REFUSED = "*** error muted";
    private static final Nick ANNA = new Nick("anna");

    private final Map<Nick, MutePolicy.Muted> muted = new HashMap<>();
    private int asked;
    private final ChatFixture chat = new ChatFixture(new Nick("carol")::equals, (nick, account, client) -> {
        asked++;
        return Optional.ofNullable(muted.get(nick))
                .or(() -> Optional.ofNullable(account).map(muted::get));
    });
    private final ChatFixture.ChatParticipant anna = chat.person("anna");
    private final ChatFixture.ChatParticipant bob = chat.person("bob");

    MuteFilterTest() {
        hush();
        chat.happened();
    }

    static Stream<Command> whatOthersWouldRead() {
        return Stream.of(
                new Command.Say("buy"),
                new Command.SayOnce("k", "buy"),
                new Command.Emote("sells"),
                new Command.DirectMessage("bob", "buy"),
                new Command.DirectMessage("carol", "buy"),
                new Command.DirectMessage("#lobby", "buy"),
                new Command.Topic(Optional.of("buy")),
                new Command.Away(Optional.of("buy")));
    }

    @ParameterizedTest
    @MethodSource("whatOthersWouldRead")
    void mutedClientGetsAnErrorAndNothingIsBroadcast(Command command) {
        muted.put(ANNA, MUTED);

        anna.sends(command);

        assertThat(anna.heard()).containsExactly(REFUSED);
        assertThat(bob.heard()).isEmpty();
        assertThat(chat.happened()).isEmpty();
    }

    static Stream<Command> writtenForOthers() {
        return Stream.concat(
                whatOthersWouldRead(),
                Stream.of(
                        new Command.Invite("bob"),
                        new Command.Kick("bob", "buy"),
                        new Command.Ban("bob", "buy"),
                        new Command.Announce("buy")));
    }

    @ParameterizedTest
    @MethodSource("writtenForOthers")
    void mutePolicyIsAskedOncePerCommand(Command command) {
        var carol = new Nick("carol");
        var owner = chat.guest();
        owner.logsIn(carol);
        owner.joins("#dev");
        bob.joins("#dev");
        for (MutePolicy.Muted verdict : Arrays.asList(null, SHADOW, MUTED)) {
            muted.put(carol, verdict);
            asked = 0;
            owner.sends(command);
            assertThat(asked).as("muted: %s", verdict).isOne();
        }
    }

    @Test
    void operatorsCommandIsRefusedToTheMutedWithoutAskingThePolicyAgain() {
        var carol = new Nick("carol");
        var operator = chat.guest();
        operator.logsIn(carol);
        muted.put(carol, MUTED);
        asked = 0;

        var authorization = chat.ask(new ChatQuery.Authorize(operator.member, new Command.Announce("buy")));

        assertThat(authorization)
                .isInstanceOfSatisfying(
                        ChatQuery.Authorization.Refused.class,
                        refused -> assertThat(refused.answer().code()).isEqualTo(StatusCode.MUTED));
        assertThat(asked).isOne();
    }

    @Test
    void mutePolicyIsNotAskedAboutCommandsWithoutTextForOthers() {
        asked = 0;
        Stream.of(
                        new Command.Kick("bob", ""),
                        new Command.Topic(Optional.empty()),
                        new Command.Away(Optional.empty()),
                        new Command.Join("#dev", Optional.empty()),
                        new Command.Ping("x"),
                        new Command.Quit("buy"))
                .forEach(anna::sends);
        assertThat(asked).isZero();
    }

    @ParameterizedTest
    @MethodSource("whatOthersWouldRead")
    void shadowMutedClientGetsNormalRepliesAndNothingIsBroadcast(Command command) {
        anna.sends(command);
        List<String> asEver = hush();
        chat.happened();
        ChatFixture.ChatParticipant other = shadowedTwin();

        other.sends(command);

        assertThat(other.heard())
                .isNotEmpty()
                .isEqualTo(asEver.stream()
                        .map(line -> line.replace("anna", "twin"))
                        .toList());
        assertThat(bob.heard()).isEmpty();
        assertThat(anna.heard()).isEmpty();
        assertThat(chat.happened()).isEmpty();
    }

    private ChatFixture.ChatParticipant shadowedTwin() {
        ChatFixture.ChatParticipant twin = chat.person("twin");
        hush();
        chat.happened();
        muted.put(new Nick("twin"), SHADOW);
        return twin;
    }

    @Test
    void mutedClientCanStillJoinLeaveAndRead() {
        muted.put(ANNA, MUTED);

        anna.joins("#dev");
        anna.sends(new Command.Topic(Optional.empty()));
        anna.sends(new Command.Away(Optional.empty()));
        anna.sends(new Command.Leave(Optional.empty()));
        bob.says("hello");

        assertThat(anna.heard())
                .containsExactly(
                        "*** You are in #dev (1 here)",
                        "*** #dev has no topic",
                        "*** You are not away",
                        "*** You left #dev; you are in #lobby",
                        "<bob> hello");
    }

    @Test
    void messagesAreBroadcastAgainOnceTheMuteIsOver() {
        muted.put(ANNA, MUTED);
        anna.says("buy");
        muted.clear();

        anna.says("sorry");

        assertThat(bob.heard()).containsExactly("<anna> sorry");
    }

    @Test
    void accountMuteAppliesUnderAnyNick() {
        anna.logsIn(new Nick("carol"));
        anna.sends(new Command.ChangeNick("dora"));
        hush();
        muted.put(new Nick("carol"), MUTED);

        anna.says("buy");

        assertThat(anna.heard()).containsExactly(REFUSED);
        assertThat(bob.heard()).isEmpty();
    }

    @Test
    void firstMessageOfAShadowMutedGuestShowsOnlyItsJoin() {
        ChatFixture.ChatParticipant guest = chat.guest();
        Nick nick = guest.member.nick();
        muted.put(nick, SHADOW);

        guest.says("buy");

        assertThat(guest.heard()).hasSize(2).last().isEqualTo("<" + nick + "> buy");
        assertThat(bob.heard()).containsExactly("*** " + nick + " joined #lobby");
    }

    @Test
    void shadowMutedClientWithoutEchoReceivesNoEcho() {
        muted.put(ANNA, SHADOW);
        anna.sends(new Command.Echo(false));
        anna.heard();

        anna.says("buy");

        assertThat(anna.heard()).isEmpty();
    }

    @Test
    void otherConnectionsOfAShadowMutedAccountReceiveItsMessages() {
        ChatFixture.ChatParticipant phone = chat.guest();
        Nick carol = new Nick("carol");
        anna.logsIn(carol);
        phone.logsIn(carol);
        hush();
        muted.put(carol, SHADOW);

        anna.says("buy");

        assertThat(phone.heard()).containsExactly("<carol> buy");
        assertThat(bob.heard()).isEmpty();
    }

    @Test
    void repeatedKeyOfAShadowMutedClientIsReportedAsDuplicate() {
        muted.put(ANNA, SHADOW);
        anna.sends(new Command.SayOnce("k", "buy"));
        anna.heard();

        anna.sends(new Command.SayOnce("k", "buy"));

        assertThat(anna.heard()).containsExactly("*** duplicate ignored");
    }

    @Test
    void directMessagesOfAShadowMutedClientDoNotFillTheMailbox() {
        muted.put(ANNA, SHADOW);

        for (int i = 0; i <= ChatLimits.MAX_LISTED; i++) {
            anna.sends(new Command.DirectMessage("carol", "buy"));
        }

        bob.sends(new Command.DirectMessage("carol", "hello"));
        assertThat(bob.heard()).last().asString().contains("carol is offline; ");
    }

    @Test
    void topicIsNotChangedByAShadowMutedClient() {
        muted.put(ANNA, SHADOW);

        anna.sends(new Command.Topic(Optional.of("buy")));

        bob.sends(new Command.Topic(Optional.empty()));
        assertThat(bob.heard()).containsExactly("*** #lobby has no topic");
    }

    @Test
    void awayMessageOfAShadowMutedClientIsHidden() {
        muted.put(ANNA, SHADOW);
        anna.sends(new Command.Away(Optional.of("buy")));

        bob.sends(new Command.DirectMessage("anna", "hello"));

        assertThat(bob.heard()).containsExactly("[-> anna] hello");
    }

    @Test
    void mutedRoomOwnerCanKickOnlyWithoutAReason() {
        anna.logsIn(new Nick("carol"));
        anna.joins("#dev");
        bob.joins("#dev");
        hush();
        muted.put(new Nick("carol"), MUTED);

        anna.sends(new Command.Invite("bob"));
        anna.sends(new Command.Kick("bob", "buy"));
        anna.sends(new Command.Ban("bob", "buy"));
        assertThat(anna.heard()).containsExactly(REFUSED, REFUSED, REFUSED);
        assertThat(bob.heard()).isEmpty();

        anna.sends(new Command.Kick("bob", ""));
        assertThat(bob.heard()).first().isEqualTo("*** carol kicked bob from #dev");
    }

    @Test
    void kickReasonOfAShadowMutedRoomOwnerIsHidden() {
        anna.logsIn(new Nick("carol"));
        anna.joins("#dev");
        bob.joins("#dev");
        hush();
        muted.put(new Nick("carol"), SHADOW);

        anna.sends(new Command.Invite("bob"));
        anna.sends(new Command.Kick("bob", "buy"));

        assertThat(bob.heard())
                .containsExactly(
                        "*** carol set #dev: invited bob", "*** carol kicked bob from #dev", "*** you are in #lobby");
    }

    @Test
    void hiddenCanaryIsNotMuted() {
        ChatFixture.ChatParticipant canary = chat.hidden();
        muted.put(canary.member.nick(), MUTED);

        canary.says("sing");

        assertThat(canary.heard()).containsExactly("<hidden> sing");
    }

    /** What anna has heard, and nobody has heard anything any more. */
    private List<String> hush() {
        bob.heard();
        return anna.heard();
    }
}
