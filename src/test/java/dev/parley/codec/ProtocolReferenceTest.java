package dev.parley.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.BanNotice;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.RoomSummary;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the examples and the list of commands in docs/protocol.md to the code. */
class ProtocolReferenceTest {
    private static final Path REFERENCE = Path.of("docs", "protocol.md");
    private static final Stamp STAMP =
            new Stamp(116_820_377_600_000_000L, Instant.parse("2026-07-01T12:00:00.125Z"), 0);
    private static final Nick ALICE = new Nick("alice");
    private static final Nick BOB = new Nick("bob");
    private static final RoomName DEV = new RoomName("#dev");
    private static final ChatEvent.Joined JOINED = new ChatEvent.Joined(STAMP, DEV, ALICE, 2);
    private static final ChatEvent.Left LEFT = new ChatEvent.Left(STAMP, DEV, ALICE);
    private static final ChatEvent.Renamed RENAMED = new ChatEvent.Renamed(STAMP, new Nick("guest-3f2a"), ALICE);
    private static final ChatEvent.TopicSet TOPIC_SET = new ChatEvent.TopicSet(STAMP, DEV, ALICE, "builds");
    private static final ChatEvent.DirectMessage TOLD =
            new ChatEvent.DirectMessage(STAMP, ALICE, BOB, "psst", BOB, false);

    private static final RoomSettings SETTINGS = new RoomSettings(
            ALICE, Set.of(BOB), Set.of(), Set.of(), Set.of(new Nick("eve")), "swordfish", false, false, 30, null);

    private static final List<ChatEvent> EVENTS = List.of(
            new ChatEvent.Said(STAMP, DEV, ALICE, "hello"),
            new ChatEvent.Emoted(STAMP, DEV, ALICE, "waves"),
            TOLD,
            JOINED,
            LEFT,
            RENAMED,
            new ChatEvent.PresenceSummary(STAMP, DEV, 2, 1, 1, List.of(ALICE, BOB), 2, 1200),
            TOPIC_SET,
            new ChatEvent.RoomSettingsChanged(STAMP, DEV, ALICE, "slow 30", SETTINGS),
            new ChatEvent.RoomNotice(STAMP, DEV, "#dev has a key now; people already here stay until they leave"),
            new ChatEvent.Kicked(STAMP, DEV, ALICE, BOB, "an advertisement"),
            new ChatEvent.Deleted(STAMP, DEV, STAMP.id() - 1, "an advertisement"),
            new ChatEvent.Announced(STAMP, null, "lunch"),
            new ChatEvent.HistoryStateChanged(STAMP, false));
    private static final List<Reply> ANSWERS = List.of(
            new Reply.Welcomed(new Nick("guest-3f2a"), RoomName.LOBBY, 3, 5),
            new Reply.YouJoined(JOINED),
            new Reply.YouLeft(LEFT, RoomName.LOBBY),
            new Reply.YouAre(RENAMED),
            new Reply.DirectMessageSent(TOLD),
            new Reply.Duplicate(new ChatEvent.Said(STAMP, DEV, ALICE, "hello"), true),
            new Reply.StoredForLater(BOB),
            new Reply.Unread(List.of(TOLD), 0, STAMP.at()),
            new Reply.YouSetTopic(TOPIC_SET),
            new Reply.RoomSettingsShown(DEV, SETTINGS, true),
            new Reply.Topic(DEV, "builds"),
            new Reply.Names(DEV, List.of(ALICE, BOB), List.of(BOB), 0, 2, null),
            new Reply.Names(
                    RoomName.LOBBY, List.of(new Nick("guest-3f2a"), BOB), List.of(), 0, 2, new Nick("guest-3f2a")),
            new Reply.RoomList(
                    List.of(new RoomSummary(RoomName.LOBBY, 3, 5, null), new RoomSummary(DEV, 2, 2, "builds")),
                    0,
                    null),
            new Reply.Help(List.of(Command.usage("nick").orElseThrow()), Reply.Help.Layout.LIST),
            new Reply.ClientList(
                    List.of(
                            new Reply.ClientList.ListedClient("w6pd04ab3eo", BOB, BOB, "192.0.2.7", 3, 0),
                            new Reply.ClientList.ListedClient(
                                    "w6pd04ab3ep", new Nick("guest-3f2a"), null, "192.0.2.8", 61, 512)),
                    2),
            new Reply.HistoryPage(
                    null,
                    DEV,
                    List.of(new ChatEvent.Said(STAMP, DEV, ALICE, "hello")),
                    Reply.HistoryPage.Extent.COMPLETE,
                    117,
                    STAMP.at().plus(Duration.ofDays(1))),
            new Reply.Resumed(
                    new Reply.HistoryPage(
                            1L,
                            DEV,
                            List.of(new ChatEvent.Said(STAMP, DEV, ALICE, "hello")),
                            Reply.HistoryPage.Extent.COMPLETE,
                            0,
                            STAMP.at()),
                    STAMP.id()),
            new Reply.Resumable("8Jd0xqGmT2uVbYk1ZsNfWw"),
            new Reply.Pong("42"),
            new Reply.Away(true, "You are away: tea"),
            new Reply.Notice("echo off"),
            new Reply.Hint("did you mean /help? Without the / a line is sent as a message"),
            new Reply.Rejected(StatusCode.NICK_IN_USE, "bob is taken"),
            new Reply.Bye(StatusCode.QUIT, "goodbye"),
            new BanNotice("spam", Instant.parse("2026-12-01T10:00:00Z")).bye());

    @Test
    void everyEventAndReplyTypeHasADocumentedExample() {
        assertThat(Stream.concat(EVENTS.stream(), ANSWERS.stream())
                        .map(Object::getClass)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(leaves(ChatEvent.class), leaves(Reply.class))
                        .filter(type -> !ChatEvent.StoredOnlyEvent.class.isAssignableFrom(type))
                        .collect(Collectors.toList()));
    }

    @Test
    void documentedExamplesMatchTheEncodedLines() throws IOException {
        String events = EVENTS.stream().map(ProtocolReferenceTest::example).collect(Collectors.joining("\n"));
        String answers = ANSWERS.stream().map(ProtocolReferenceTest::example).collect(Collectors.joining("\n"));
        assertThat(Files.readString(REFERENCE)).contains(block(events), block(answers));
    }

    @Test
    void documentedCommandsMatchTheHelp() throws IOException {
        byte[] help = LineEncoder.encode(new Reply.Help(Command.FOR_ALL, Reply.Help.Layout.GROUPS), Format.TEXT, true);
        byte[] operators =
                LineEncoder.encode(new Reply.Help(Command.FOR_OPERATORS, Reply.Help.Layout.LIST), Format.TEXT, true);
        assertThat(Files.readString(REFERENCE))
                .contains(
                        block(new String(help, StandardCharsets.UTF_8)),
                        block(new String(operators, StandardCharsets.UTF_8)));
        assertThat(help).hasSizeLessThanOrEqualTo(2_000);
    }

    @Test
    void everyCommandIsInTheHelpForUsersOrOperators() {
        assertThat(Stream.of(Command.FOR_ALL, Command.FOR_OPERATORS)
                        .flatMap(List::stream)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(Command.USAGES);
        assertThat(Command.FOR_ALL).noneMatch(usage -> usage.value().matches("/(clients|mute|unmute|announce).*"));
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(ProtocolReferenceTest::leaves)
                : Stream.of(type);
    }

    private static String example(ChatEvent event) {
        String text = labelled("text", LineEncoder.encode(event, Format.TEXT, true, true));
        String elsewhere = event instanceof ChatEvent.InRoom
                ? labelled("", LineEncoder.encode(event, Format.TEXT, false, true))
                : "";
        return text
                + elsewhere
                + labelled("bare", LineEncoder.encode(event, Format.BARE, true, true))
                + labelled("json", LineEncoder.encode(event, Format.JSON, true, true));
    }

    private static String example(Reply reply) {
        return Stream.of(Format.values())
                .map(format -> labelled(format.label(), LineEncoder.encode(reply, format, true)))
                .collect(Collectors.joining());
    }

    private static String labelled(String label, byte[] line) {
        String text = line == null ? "(not sent)\n" : new String(line, StandardCharsets.UTF_8);
        return "%-5s%s\n".formatted(label, text.strip().replace("\n", "\n     "));
    }

    private static String block(String text) {
        return "```text\n" + text + "```\n";
    }
}
