package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatLogCodecTest {
    private static final long NANOS = 42;

    private final RecordExamples examples = new RecordExamples(NANOS);
    private final Map<String, Member> members = RecordExamples.MEMBERS.stream()
            .collect(Collectors.toMap(member -> member.client().id(), Function.identity()));
    private final ChatLogCodec codec = new ChatLogCodec(members::get, () -> NANOS);

    private String row(ChatLogEntry... entries) {
        return ChatLogCodec.row(Stream.of(entries).map(codec::encode).toList());
    }

    @Test
    void everyEntryIsReadAsItWasWritten() {
        assertThat(examples.of(ChatLogEntry.class))
                .hasSizeGreaterThan(100)
                .allSatisfy(entry -> assertThat(codec.decodeEntries(row(entry))).containsExactly(entry));
    }

    @Test
    void everyCommandIsReadAsItWasWritten() {
        assertThat(examples.of(FollowerCommand.class).stream().filter(command -> !isBlocking(command)))
                .hasSizeGreaterThan(100)
                .allSatisfy(command ->
                        assertThat(codec.decodeCommand(codec.encode(command))).contains(command));
    }

    @Test
    void everyAnswerIsReadAsItWasWritten() {
        assertThat(examples.of(ChatQuery.class)).hasSizeGreaterThan(20).allSatisfy(this::checkAnswers);
    }

    private <R> void checkAnswers(ChatQuery<R> query) {
        @SuppressWarnings("unchecked")
        var answers = (List<R>) examples.of(answerType(query));
        assertThat(answers)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(codec.decodeAnswer(query, codec.encodeAnswer(query, answer)))
                        .isEqualTo(answer));
    }

    private static Type answerType(ChatQuery<?> query) {
        return ((ParameterizedType) query.getClass().getGenericInterfaces()[0]).getActualTypeArguments()[0];
    }

    @Test
    void everyStoredMemberIsReadAsItWasWritten() {
        assertThat(examples.of(LeaderMembers.Stored.class))
                .isNotEmpty()
                .allSatisfy(member ->
                        assertThat(codec.decodeMember(codec.encode(member))).isEqualTo(member));
    }

    private static boolean isBlocking(FollowerCommand command) {
        return command instanceof FollowerCommand.CommandReceived received
                && received.command() instanceof Command.Blocking;
    }

    @Test
    void commandsOfTheClientsOwnReplicaAreRefused() {
        assertThat(examples.of(Command.Blocking.class))
                .isNotEmpty()
                .allSatisfy(command -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> codec.encode(new FollowerCommand.CommandReceived("c1", command, "")))
                        .withMessageNotContaining("s3cret"));
    }

    @Test
    void entriesOfUnknownKindsAreSkipped() {
        var entry = new ChatLogEntry.CommandsApplied(1, 2);
        var json = row(entry, entry);
        var unknown = """
                {"kind":"ReplySent","client":"c1","reply":{"kind":"Future","list":[{"a":[1]}]},"more":{"a":[{}]}},
                {"kind":"Future","a":{"kind":"Say"}},
                {"more":{},"reply":{"text":"a","kind":"Future"},"client":"c1","kind":"ReplySent"},
                {"kind":"ReplySent","client":"c1","reply":{"kind":"Rejected","code":"FUTURE","text":"a"}},
                {"kind":"ReplySent","client":"c1","reply":{"kind":"Help","commands":["help","future"],"layout":"LIST"}}
                """;

        assertThat(codec.decodeEntries(json.replace("},{", "}," + unknown + ",{")))
                .containsExactly(entry, entry);
    }

    @Test
    void commandsOfUnknownKindsAreEmpty() {
        assertThat(codec.decodeCommand("{\"kind\":\"Future\",\"client\":\"c1\"}"))
                .isEmpty();
        assertThat(codec.decodeCommand("{\"kind\":\"QueryAsked\",\"query\":{\"kind\":\"Future\"}}"))
                .isEmpty();
    }

    @Test
    void unknownPropertiesAreIgnored() {
        var reply = new ChatLogEntry.ReplySent("c1", new Reply.Notice("a"));
        var json = row(reply).replace("}", ",\"future\":{\"a\":[1]}}");

        assertThat(codec.decodeEntries(json)).containsExactly(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\1", "\u001f", "\u007f", "\"", "\\", "é", "😀"})
    void longTextsAreReadAsTheyWereWritten(String character) {
        var said = new Command.Say(character.repeat(8_192 / character.length()));
        var command = new FollowerCommand.CommandReceived("c1", said, "");
        String json = codec.encode(command);

        assertThat(codec.decodeCommand(json)).contains(command);
        assertThat(json.chars()).allMatch(c -> c >= ' ');
    }

    @Test
    void hiddenRoomStaysAnotherThanOneOfTheSameName() {
        assertThat(List.of(afterCodec(said(RoomName.HIDDEN)), afterCodec(said(new RoomName("#hidden")))))
                .extracting(ChatEvent.InRoom::isHidden)
                .containsExactly(true, false);
    }

    @Test
    void arrivalIsTheTimeOfReading() {
        var said = said(RoomName.LOBBY);

        assertThat(said.stamp().arrivedNanos()).isNotEqualTo(NANOS);
        assertThat(afterCodec(said).stamp().arrivedNanos()).isEqualTo(NANOS);
    }

    private static ChatEvent.Said said(RoomName room) {
        return new ChatEvent.Said(new Stamp(1, Instant.EPOCH, NANOS - 1), room, new Nick("anna"), "a");
    }

    private ChatEvent.InRoom afterCodec(ChatEvent.Said said) {
        var everyone = new ChatLogEntry.Recipients(said.room(), List.of(), null, List.of());
        var json = row(new ChatLogEntry.EventDelivered(said, everyone));
        var entry = (ChatLogEntry.EventDelivered) codec.decodeEntries(json).getFirst();
        return (ChatEvent.InRoom) entry.event();
    }

    @Test
    void onlyTheComponentsOfRecordsAreWritten() {
        var complete = new Reply.HistoryPage(
                null,
                RoomName.LOBBY,
                List.of(said(RoomName.LOBBY)),
                Reply.HistoryPage.Extent.COMPLETE,
                1,
                Instant.EPOCH);

        assertThat(row(new ChatLogEntry.ReplySent("c1", complete))).isEqualTo("""
                        [{"kind":"ReplySent","client":"c1","reply":{"kind":"HistoryPage","room":"#lobby","events":[\
                        {"kind":"Said","stamp":{"id":1,"at":"1970-01-01T00:00:00Z"},"room":"#lobby","from":"anna",\
                        "text":"a"}],"extent":"COMPLETE","total":1,"asOf":"1970-01-01T00:00:00Z"}}]""");
    }

    @Test
    void absentEmptyAndZeroValuesAreNotWritten() {
        var bye = new Reply.Bye(StatusCode.QUIT, "bye");
        var names = new Reply.Names(RoomName.LOBBY, List.of(), List.of(), 0, 0, null);

        assertThat(row(new ChatLogEntry.ConnectionEnded("c1", bye), new ChatLogEntry.ReplySent("c2", names)))
                .isEqualTo("""
                        [{"kind":"ConnectionEnded","client":"c1","bye":{"kind":"Bye","code":"QUIT","text":"bye"}},\
                        {"kind":"ReplySent","client":"c2","reply":{"kind":"Names","room":"#lobby"}}]""");
    }
}
