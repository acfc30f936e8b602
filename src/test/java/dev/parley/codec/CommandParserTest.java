package dev.parley.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
    private static final Object[][] LINES = {
        {"hello", new Command.Say("hello")},
        {" hello ", new Command.Say(" hello ")},
        {"//nick is a command", new Command.Say("/nick is a command")},
        {"/me waves", new Command.Emote("waves")},
        {"/msg bob psst  psst", new Command.DirectMessage("bob", "psst  psst")},
        {"/msg #dev hi", new Command.DirectMessage("#dev", "hi")},
        {"/nick bob", new Command.ChangeNick("bob")},
        {"/NICK bob", new Command.ChangeNick("bob")},
        {"/nick a b", new Command.ChangeNick("a b")},
        {"/join #dev", new Command.Join("#dev", Optional.empty())},
        {"/join #dev swordfish", new Command.Join("#dev", Optional.of("swordfish"))},
        {"/room", new Command.ConfigureRoom(Optional.empty())},
        {"/room members-only ON", rule(new RoomSettingChange.MembersOnly(true))},
        {"/room moderated off", rule(new RoomSettingChange.Moderated(false))},
        {"/room slow 3600", rule(new RoomSettingChange.Slow(3_600))},
        {"/room key swordfish", rule(new RoomSettingChange.Key("swordfish"))},
        {"/room key off", rule(new RoomSettingChange.Key(null))},
        {"/room op bob", rule(new RoomSettingChange.Operator("bob", true))},
        {"/room deop bob", rule(new RoomSettingChange.Operator("bob", false))},
        {"/room drop", rule(new RoomSettingChange.GiveUp())},
        {"/kick bob", new Command.Kick("bob", "")},
        {"/ban bob tea time", new Command.Ban("bob", "tea time")},
        {"/unban bob", new Command.Unban("bob")},
        {"/invite bob", new Command.Invite("bob")},
        {"/clients", new Command.Clients(Optional.empty())},
        {"/clients bob", new Command.Clients(Optional.of("bob"))},
        {"/mute 192.0.2.0/24  1h two words", new Command.Mute("192.0.2.0/24", "1h two words")},
        {"/mute bob", new Command.Mute("bob", "")},
        {"/unmute bob", new Command.Unmute("bob")},
        {"/announce tea at four", new Command.Announce("tea at four")},
        {"/resume T0ken 17", new Command.Resume(new Secret("T0ken"), Optional.of(17L))},
        {"/say key=a-1 two words", new Command.SayOnce("a-1", "two words")},
        {"/say hello", new Command.Say("hello")},
        {"/resume T0ken", new Command.Resume(new Secret("T0ken"), Optional.empty())},
        {"/login bob", new Command.LogIn("bob", Optional.empty())},
        {"/login bob secret", new Command.LogIn("bob", Optional.of(new Secret("secret")))},
        {"/history", new Command.History(20)},
        {"/history 200", new Command.History(200)},
        {"/since 117676359053541378", new Command.Since(117_676_359_053_541_378L)},
        {"/leave", new Command.Leave(Optional.empty())},
        {"/leave #dev", new Command.Leave(Optional.of("#dev"))},
        {"/rooms", new Command.Rooms()},
        {"/who", new Command.Who(Optional.empty())},
        {"/who #dev", new Command.Who(Optional.of("#dev"))},
        {"/topic", new Command.Topic(Optional.empty())},
        {"/topic  tea at four ", new Command.Topic(Optional.of("tea at four"))},
        {"/format JSON", new Command.ChooseFormat(Format.JSON)},
        {"/echo off", new Command.Echo(false)},
        {"/echo ON", new Command.Echo(true)},
        {"/ignore", new Command.Ignore(Optional.empty())},
        {"/ignore Bob", new Command.Ignore(Optional.of("Bob"))},
        {"/away", new Command.Away(Optional.empty())},
        {"/away  tea,\u001b back soon ", new Command.Away(Optional.of("tea, back soon"))},
        {"/ping", new Command.Ping("")},
        {"/ping a b", new Command.Ping("a b")},
        {"/help", new Command.Help(Optional.empty())},
        {"/help /Nick", new Command.Help(Optional.of("nick"))},
        {"/quit", new Command.Quit("goodbye")},
        {"/quit see you", new Command.Quit("see you")},
        {"/topic -", new Command.Topic(Optional.of(""))},
        {"/topic --", new Command.Topic(Optional.of("--"))},
        {"he\u001b[2Jllo\tthere", new Command.Say("hello there")},
    };

    private static Command rule(RoomSettingChange change) {
        return new Command.ConfigureRoom(Optional.of(change));
    }

    @ParameterizedTest
    @FieldSource("LINES")
    void lineIsParsedIntoItsCommand(String line, Command command) {
        assertThat(CommandParser.parse(line)).contains(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\u0000\r", "\u001b"})
    void emptyLineIsParsedIntoNoCommand(String line) {
        assertThat(CommandParser.parse(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/resume",
                "/resume T0ken x",
                "/resume T0ken -1",
                "/resume T0ken 9223372036854775808",
                "/resume T0ken 1 2",
                "/say",
                "/say key=",
                "/say key=a-1",
                "/login a b c",
                "/register bob",
                "/register bob two words",
                "/password one",
                "/password one two three",
                "/drop",
                "/drop two words",
                "/leave #dev so long",
                "/who #dev #ops",
                "/help join #dev",
                "/join #my own room",
                "/kick",
                "/ban",
                "/unban",
                "/mute",
                "/unmute",
                "/announce ",
                "/invite",
                "/since",
                "/since -1",
                "/room slow",
                "/room slow -1",
                "/room slow 3601",
                "/room key",
                "/room op",
                "/room moderated maybe",
                "/room drop it",
                "/room colour red",
                "/me",
                "/msg",
                "/msg bob",
                "/nick",
                "/join ",
                "/format",
                "/format xml",
                "/echo",
                "/echo maybe"
            })
    void missingOrInvalidArgumentsAreAnsweredWithTheUsage(String line) {
        assertThat(CommandParser.parse(line)).get().isInstanceOfSatisfying(Command.Invalid.class, invalid -> {
            assertThat(invalid.code()).isEqualTo(StatusCode.BAD_ARGUMENT);
            assertThat(invalid.text()).startsWith("usage: " + line.strip().split(" ")[0] + " ");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00000000000000000000017", "117676359053541378", "9223372036854775807", "+5"})
    void resumeAcceptsEveryIdThatSinceAccepts(String id) {
        assertThat(CommandParser.parse("/since " + id)).contains(new Command.Since(Long.parseLong(id)));
        assertThat(CommandParser.parse("/resume T0ken " + id))
                .contains(new Command.Resume(new Secret("T0ken"), Optional.of(Long.parseLong(id))));
    }

    @Test
    void everyCommandInTheHelpIsParsed() {
        assertThat(Command.USAGES)
                .hasSize(33)
                .allSatisfy(usage -> assertThat(CommandParser.parse(usage.value()
                                .replaceAll("[\\[\\]]", "")
                                .replace("|bare|json", "")
                                .replace("on|off", "on")
                                .replaceAll("\\b(N|ID)\\b", "1")
                                .replace("SETTING", "slow 1")))
                        .get()
                        .satisfies(command -> assertThat(command.getClass().getAnnotation(Command.Usage.class))
                                .isEqualTo(usage)));
    }

    @Test
    void randomLinesAreParsedWithoutAnException() {
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            int[] points = random.ints(random.nextInt(20), 0, 0x250).toArray();
            String line = (random.nextBoolean() ? "/" : "") + new String(points, 0, points.length);
            assertThat(CommandParser.parse(line)).isNotNull();
        }
    }
}
