package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Pattern KEY = Pattern.compile("key=\\S+");

    /** Lines that the server accepts at once, by its default limits. */
    private static final int SERVER_BURST = 20;

    private final List<String> shown = new ArrayList<>();
    private String status = "";
    private int bells;
    private Instant now = CLOCK.instant();
    private Line server = new Line();
    private final List<Runnable> delayed = new ArrayList<>();
    private final Conversation conversation = new Conversation(
            new RecordingScreen(),
            () -> now,
            new LineRenderer(CLOCK, false, false),
            "connected",
            (delay, task) -> delayed.add(task));

    private static final class Line implements Conversation.Server {
        final List<String> sent = new ArrayList<>();

        /** Number of lines sent that {@link #answer} has answered. */
        int answered;

        boolean isClosed;

        @Override
        public void send(String line) {
            sent.add(line);
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private final class RecordingScreen implements Screen {
        @Override
        public void show(AttributedString line) {
            shown.add(line.toString());
        }

        @Override
        public void status(String text) {
            status = text;
        }

        @Override
        public void bell() {
            bells++;
        }
    }

    @Test
    void answersToTheRequestsOfTheClientAreNotShown() {
        connect();
        answer();
        assertThat(server.sent).containsExactly("/format json", "/help", "/who #lobby");
        assertThat(shown).isEmpty();
        assertThat(conversation.commands()).containsKey("/nick");
        assertThat(conversation.people()).containsExactly("bob");
        assertThat(status).isEqualTo("#lobby · 1 person · connected");
    }

    @Test
    void answerToATypedCommandIsShownBesideTheRequestsOfTheClient() {
        connect();
        arrive("notice", "'text':'format json'");
        arrive("help", "'commands':[]");
        conversation.typed("/who");
        arrive("who", "'room':'#lobby','names':[],'listening':1");
        arrive("who", "'room':'#lobby','names':['bob'],'listening':2");
        assertThat(shown).containsExactly("*** #lobby: bob (2 listening)");
    }

    @Test
    void returnAfterAKillWithManyRoomsDoesNotExceedTheRateOfTheServer() {
        login();
        for (int i = 0; i < 40; i++) {
            arrive("joined", "'id':'" + (10 + i) + "','room':'#room" + i + "','from':'anna'");
        }
        answer();
        conversation.lost("gone");
        conversation.typed("typed while away");
        reconnect();
        arrive("error", "'code':'auth-failed','text':'unknown'");
        arrive("pong", "'token':'~2'");
        arrive("resumable", "'token':'tok2'");
        assertThat(weightOfSent()).isGreaterThan(SERVER_BURST - 6).isLessThanOrEqualTo(SERVER_BURST);
        for (int tenths = 1; !sentLines().contains("/since 49"); tenths++) {
            elapse(Duration.ofMillis(100));
            assertThat(weightOfSent()).isLessThanOrEqualTo(SERVER_BURST + tenths);
        }
        assertThat(sentLines()).contains("/join #room0", "/join #room39").noneMatch(line -> line.startsWith("/who"));
    }

    @Test
    void lineAfterAReturnPrecedesWhatTheStatusLineNeeds() {
        login();
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        answer();
        conversation.lost("gone");
        reconnect();
        arrive("error", "'code':'auth-failed','text':'unknown'");
        arrive("pong", "'token':'~2'");
        welcomeAnna();
        arrive("resumable", "'token':'tok2'");
        arrive("joined", "'id':'20','room':'#dev','from':'anna'");
        elapse(Duration.ofSeconds(1));
        arrive("pong", "'token':'~4'");
        conversation.typed("hello");
        arrive("history", "'since':'8','count':0,'complete':true");
        assertThat(server.sent.stream().map(line -> KEY.matcher(line).replaceFirst("key=K")))
                .containsExactly(
                        "/format json",
                        "/resume tok 8",
                        "/ping ~2",
                        "/login anna sesame",
                        "/join #dev",
                        "/ping ~4",
                        "/since 8",
                        "/say key=K hello",
                        "/ping ~6");
        server.answered = server.sent.size() - 1;
        answer();
        assertThat(sentLines()).endsWith("/say key=K hello", "/who #dev");
    }

    @Test
    void requestForTheStatusLineWaitsUntilTheUserCouldSendLinesAfterIt() {
        login();
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        answerAtOnce();
        assertThat(sentLines()).containsExactly("/who #dev");
        conversation.typed("hello");
        conversation.typed("/join #ops");
        arrive("joined", "'id':'9','room':'#ops','from':'anna'");
        answerAtOnce();
        assertThat(sentLines()).doesNotContain("/who #ops");
        elapse(Duration.ofSeconds(1));
        assertThat(sentLines()).endsWith("/who #ops");
    }

    @Test
    void linesTypedQuicklyShareAPing() {
        live();
        for (int i = 1; i <= 8; i++) {
            conversation.typed("line " + i);
        }
        assertThat(sentLines()).hasSize(8);
        assertThat(server.sent).filteredOn(line -> line.startsWith("/ping")).hasSize(1);
        answer();
        assertThat(server.sent).filteredOn(line -> line.startsWith("/ping")).hasSize(2);
    }

    @Test
    void commandsForTheCompletionAreAskedForAgainIfTheAnswerWasLost() {
        conversation.connected(server, List.of("/nick anna"));
        arrive("notice", "'text':'format json'");
        arrive("renamed", "'id':'7','from':'guest-1','to':'anna','you':true");
        arrive("pong", "'token':'~2'");
        assertThat(sentLines()).endsWith("/help");
        conversation.lost("gone");
        reconnect();
        arrive("history", "'since':'7','count':0,'complete':true");
        answer();
        assertThat(conversation.commands()).containsKey("/nick");
    }

    @Test
    void peopleOfARoomAreAskedForWhenItBecomesActiveAgainAndOnlyOnce() {
        login();
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        answer();
        arrive("message", "'id':'9','room':'#dev','from':'bob','text':'x'");
        arrive("left", "'id':'10','room':'#dev','from':'anna'");
        answer();
        arrive("joined", "'id':'11','room':'#lobby','from':'anna'");
        answer();
        assertThat(sentLines()).containsExactly("/who #dev", "/who #lobby");
    }

    @Test
    void peopleAreAskedForAfterTheLoginThatAServerRequires() {
        connect();
        arrive("notice", "'text':'format json'");
        arrive("help", "'commands':[]");
        arrive("error", "'code':'not-allowed','text':'log in first'");
        assertThat(shown).containsExactly("*** error not-allowed: log in first");
        conversation.typed("/login anna sesame");
        welcomeAnna();
        arrive("resumable", "'token':'tok'");
        server.answered = 3;
        answer();
        assertThat(sentLines())
                .containsExactly("/format json", "/help", "/who #lobby", "/login anna sesame", "/who #lobby");
    }

    @Test
    void completionDoesNotWaitForALineThatIsBeingShown() {
        live();
        synchronized (conversation) {
            assertThat(CompletableFuture.supplyAsync(conversation::rooms)).succeedsWithin(Duration.ofSeconds(10));
            assertThat(CompletableFuture.supplyAsync(conversation::people)).succeedsWithin(Duration.ofSeconds(10));
            assertThat(CompletableFuture.supplyAsync(conversation::commands)).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void pongOfATypedPingIsShownWhateverItsToken() {
        live();
        arrive("pong", "'token':'~hello'");
        arrive("pong", "'token':'~'");
        assertThat(shown).containsExactly("*** pong ~hello", "*** pong ~");
    }

    @Test
    void messageHasAKeyAndOtherLinesAreSentAsTheyAre() {
        live();
        conversation.typed("hello");
        conversation.typed("//shrug");
        for (String unchanged : List.of("/me waves", " /login anna x", "login anna sesame", "help", "  indented")) {
            conversation.typed(unchanged);
        }
        assertThat(sentLines())
                .containsExactly(
                        "/say key=K hello",
                        "/say key=K /shrug",
                        "/me waves",
                        " /login anna x",
                        "login anna sesame",
                        "help",
                        "  indented");
    }

    @Test
    void messageAfterALoginWithoutSuccessHasNoKeySoThatTheServerCanTakeItForThePassword() {
        live();
        conversation.typed("/login anna sesame-8");
        conversation.typed("sesame-9");
        conversation.typed("hello");
        assertThat(sentLines()).containsExactly("/login anna sesame-8", "sesame-9", "/say key=K hello");
    }

    @Test
    void messageAfterTheRefusedLoginOfTheOptionsHasNoKey() {
        conversation.connected(server, List.of("/login anna sesame-8"));
        conversation.typed("sesame-9");
        assertThat(sentLines()).endsWith("/login anna sesame-8", "sesame-9");
    }

    @Test
    void refusalOfTheConnectionIsShown() {
        connect();
        conversation.received(ServerLine.parse("*** error server-full: the server is full; try again later"));
        assertThat(shown).containsExactly("*** error server-full: the server is full; try again later");
    }

    @Test
    void errorOfAnOptionIsShownAndTheLoginAfterItIsKept() {
        conversation.connected(server, List.of("/nick bob", "/login anna sesame"));
        arrive("notice", "'text':'format json'");
        server.answered++;
        arrive("error", "'code':'nick-in-use','text':'bob is taken'");
        assertThat(shown).containsExactly("*** error nick-in-use: bob is taken");
        arrive("resumable", "'token':'tok'");
        answer();
        assertThat(shown).hasSize(1);
        conversation.lost("gone");
        reconnectAfterAKill();
        assertThat(sentLines()).contains("/login anna sesame");
    }

    @Test
    void linesTypedWithoutAConnectionAreSentOnceWhenItIsBack() {
        live();
        conversation.lost("gone");
        conversation.typed("hello");
        assertThat(shown).contains("*** connection lost: gone", "*** waits for the connection: hello");
        assertThat(status).endsWith("1 not sent");
        reconnect();
        arrive("history", "'count':0,'complete':true");
        assertThat(sentLines()).containsOnlyOnce("/say key=K hello");
        answer();
        conversation.lost("gone");
        reconnect();
        arrive("history", "'count':0,'complete':true");
        assertThat(sentLines()).doesNotContain("/say key=K hello");
    }

    @Test
    void unansweredMessageOfAnAccountIsSentAgainWithItsKey() {
        login();
        conversation.typed("hello");
        String sent = server.sent.get(server.sent.size() - 2);
        conversation.lost("gone");
        reconnect();
        assertThat(sentLines()).contains("/resume tok 7").doesNotContain("/say key=K hello");
        welcomeAnna();
        arrive("message", "'id':'9','room':'#lobby','from':'bob','text':'missed'");
        arrive("resumed", "'count':1,'complete':true");
        assertThat(server.sent).contains(sent);
        assertThat(shown).endsWith("<bob> missed", "*** missed: 1 line");
    }

    @Test
    void unansweredLineThatCannotBeRecognizedIsLeftToTheUser() {
        login();
        conversation.typed("/msg bob psst");
        conversation.typed("/login anna sesame");
        conversation.lost("gone");
        assertThat(shown)
                .contains(
                        "*** may not have arrived; send it again if needed: /msg bob psst",
                        "*** may not have arrived; send it again if needed: /login anna …");
        reconnect();
        arrive("resumed", "'count':0,'complete':true");
        assertThat(sentLines()).doesNotContain("/msg bob psst");
    }

    @Test
    void eventThatArrivesTwiceIsShownOnce() {
        login();
        conversation.lost("gone");
        reconnect();
        String hello = "'id':'9','room':'#lobby','from':'bob','text':'hello'";
        arrive("message", hello);
        arrive("message", hello);
        arrive("resumed", "'count':1,'complete':true");
        arrive("message", hello);
        assertThat(shown.stream().filter("<bob> hello"::equals)).hasSize(1);
    }

    @Test
    void missedLinesCountFromTheLostConnectionUntilTheyAreThere() {
        login();
        conversation.lost("gone");
        reconnect();
        arrive("joined", "'id':'20','room':'#dev','from':'anna'");
        conversation.lost("gone again");
        reconnect();
        assertThat(sentLines()).contains("/resume tok 7");
        arrive("resumed", "'count':0,'complete':true");
        arrive("message", "'id':'21','room':'#dev','from':'bob','text':'x'");
        conversation.lost("gone");
        reconnect();
        assertThat(sentLines()).contains("/resume tok 21");
    }

    @Test
    void accountLogsInAgainIfTheServerForgotItsToken() {
        login();
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        conversation.lost("gone");
        conversation.typed("hello");
        reconnectAfterAKill();
        assertThat(sentLines()).contains("/login anna sesame").doesNotContain("/join #dev");
        welcomeAnna();
        arrive("resumable", "'token':'tok2'");
        assertThat(sentLines()).contains("/join #dev", "/since 8").doesNotContain("/say key=K hello");
        arrive("joined", "'id':'20','room':'#dev','from':'anna'");
        arrive("history", "'count':0,'complete':true");
        assertThat(sentLines()).contains("/say key=K hello");
        assertThat(shown).noneMatch(line -> line.contains("auth-failed") || line.contains("sesame"));
    }

    @Test
    void messagesWaitForALoginIfThePasswordIsWrongNow() {
        login();
        conversation.lost("gone");
        conversation.typed("private words of anna");
        reconnectAfterAKill();
        arrive("error", "'code':'auth-failed','text':'the name or the password is wrong'");
        conversation.lost("gone again");
        reconnect();
        conversation.typed("sesame-9");
        conversation.typed("more");
        assertThat(sentLines()).doesNotContain("/say key=K private words of anna", "/say key=K more");
        conversation.typed("/login anna new-password");
        welcomeAnna();
        arrive("resumable", "'token':'tok3'");
        arrive("pong", "'token':'~2'");
        arrive("history", "'count':0,'complete':true");
        assertThat(sentLines())
                .contains("/say key=K private words of anna", "/say key=K more")
                .noneMatch(line -> line.contains("sesame-9"));
    }

    @Test
    void roomThatCannotBeEnteredAgainDoesNotEndTheResume() {
        login();
        conversation.lost("gone");
        reconnect();
        arrive("error", "'code':'not-allowed','text':'#dev has a key'");
        arrive("resumed", "'count':0,'complete':true");
        answer();
        assertThat(shown).endsWith("*** error not-allowed: #dev has a key");
        assertThat(sentLines()).doesNotContain("/login anna sesame");
    }

    @Test
    void missedLinesAreAskedForUntilAllAreThere() {
        login();
        conversation.lost("gone");
        conversation.typed("hello");
        reconnect();
        welcomeAnna();
        arrive("message", "'id':'90','room':'#lobby','from':'bob','text':'live'");
        arrive("message", "'id':'8','room':'#lobby','from':'bob','text':'first'");
        arrive("resumed", "'count':1,'complete':false,'more':true");
        assertThat(sentLines()).contains("/since 8").doesNotContain("/say key=K hello");
        arrive("history", "'since':'8','count':1,'complete':false,'more':true");
        arrive("message", "'id':'9','room':'#lobby','from':'bob','text':'second'");
        elapse(Duration.ofSeconds(5));
        assertThat(sentLines()).contains("/since 9").doesNotContain("/say key=K hello");
        arrive("history", "'since':'9','count':1,'complete':true");
        arrive("message", "'id':'90','room':'#lobby','from':'bob','text':'live'");
        assertThat(sentLines()).contains("/say key=K hello");
        assertThat(shown).contains("<bob> first", "<bob> second").containsOnlyOnce("<bob> live");
    }

    @Test
    void lossAmongMissedLinesLosesNone() {
        login();
        conversation.lost("gone");
        reconnectAfterAKill();
        arrive("resumable", "'token':'tok2'");
        arrive("message", "'id':'90','room':'#lobby','from':'bob','text':'live'");
        arrive("history", "'since':'7','count':2,'complete':true");
        arrive("message", "'id':'8','room':'#lobby','from':'bob','text':'first'");
        conversation.lost("gone again");
        reconnect();
        assertThat(sentLines()).contains("/resume tok2 8");
    }

    @Test
    void guestInsteadOfTheAccountTakesTheNickAndTheRoomsAndSendsNothingOfTheAccount() {
        login();
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        conversation.lost("gone");
        conversation.typed("hello");
        reconnectAfterAKill();
        arrive("error", "'code':'auth-failed','text':'the name or the password is wrong'");
        conversation.typed("/nick zoe");
        assertThat(sentLines()).endsWith("/nick zoe", "/join #dev", "/since 8");
        arrive("history", "'since':'8','count':0,'complete':true");
        assertThat(sentLines()).doesNotContain("/say key=K hello");
        assertThat(shown).anyMatch(line -> line.startsWith("*** not sent, as you are"));
    }

    @Test
    void guestComesBackToNickAndRoomsAndAsksForWhatWasMissed() {
        live();
        arrive("welcome", "'nick':'zoe','room':'#lobby','members':1,'listening':1");
        arrive("joined", "'id':'5','room':'#dev','from':'zoe'");
        conversation.lost("gone");
        reconnect();
        assertThat(sentLines()).containsSubsequence("/nick zoe", "/join #dev", "/since 5");
        arrive("joined", "'id':'7','room':'#dev','from':'zoe'");
        arrive("history", "'since':'5','count':1,'complete':false");
        arrive("message", "'id':'6','room':'#dev','from':'bob','text':'while away'");
        assertThat(shown).endsWith("*** missed: at least 1 line", "<bob> while away");
    }

    @Test
    void roomsWithAKeyAreEnteredAgainByTheirKeys() {
        login();
        conversation.typed("/join #dev sesame-key");
        conversation.typed("/join ops");
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        arrive("joined", "'id':'9','room':'#ops','from':'anna'");
        answer();
        conversation.lost("gone");
        conversation.typed("hello ops");
        reconnect();
        welcomeAnna();
        arrive("error", "'code':'not-allowed','text':'#dev has a key'");
        arrive("joined", "'id':'20','room':'#ops','from':'anna'");
        arrive("resumed", "'count':0,'complete':true");
        assertThat(sentLines()).endsWith("/join #dev sesame-key", "/join #ops", "/since 9");
        arrive("joined", "'id':'21','room':'#dev','from':'anna'");
        arrive("joined", "'id':'22','room':'#ops','from':'anna'");
        arrive("history", "'since':'9','count':0,'complete':true");
        answer();
        assertThat(sentLines()).endsWith("/say key=K hello ops", "/who #ops");
        assertThat(shown).noneMatch(line -> line.contains("not-allowed"));
    }

    @Test
    void guestEntersARoomAgainByItsKey() {
        live();
        conversation.typed("/join Dev  sesame-key ");
        arrive("welcome", "'nick':'zoe','room':'#lobby','members':1,'listening':1");
        arrive("joined", "'id':'5','room':'#dev','from':'zoe'");
        conversation.lost("gone");
        reconnect();
        assertThat(sentLines()).containsSubsequence("/nick zoe", "/join #dev sesame-key", "/since 5");
    }

    @Test
    void accountTakesItsOtherNickAgain() {
        login();
        arrive("renamed", "'id':'8','from':'anna','to':'zoe','you':true");
        conversation.lost("gone");
        conversation.typed("hello");
        reconnectAfterAKill();
        welcomeAnna();
        arrive("resumable", "'token':'tok2'");
        assertThat(sentLines()).containsSubsequence("/login anna sesame", "/nick zoe", "/since 8");
        arrive("renamed", "'id':'20','from':'anna','to':'zoe','you':true");
        arrive("history", "'count':0,'complete':true");
        assertThat(sentLines()).endsWith("/say key=K hello");
    }

    @Test
    void loginThatABusyServerRefusesIsTriedAgainOnTheNextConnection() {
        login();
        conversation.lost("gone");
        for (int i = 0; i < 2; i++) {
            if (i == 0) {
                reconnectAfterAKill();
            } else {
                reconnect();
            }
            arrive("error", "'code':'busy','text':'too many people log in'");
            assertThat(server.isClosed).isTrue();
            assertThat(conversation.isAnswering()).isFalse();
            assertThat(conversation.lost("closed")).isTrue();
        }
        reconnect();
        assertThat(sentLines()).contains("/login anna sesame");
        assertThat(shown).containsOnlyOnce("*** error busy: too many people log in");
    }

    @Test
    void laterOfTwoLoginsIsKeptOnlyIfItIsAccepted() {
        live();
        conversation.typed("/login anna sesame");
        conversation.typed("/login anna slip");
        welcomeAnna();
        arrive("resumable", "'token':'tok'");
        arrive("error", "'code':'auth-failed','text':'wrong name or password'");
        answer();
        conversation.lost("gone");
        reconnectAfterAKill();
        assertThat(sentLines()).contains("/login anna sesame");
    }

    @Test
    void silentServerIsShownByTheNumberOfLinesWithoutAnAnswer() {
        login();
        conversation.typed("hello");
        conversation.typed("/who");
        assertThat(status).endsWith("connected");
        conversation.silent();
        assertThat(status).endsWith("connected · 2 not answered");
        answer();
        assertThat(status).endsWith("connected");
        conversation.silent();
        assertThat(status).endsWith("connected");
    }

    @Test
    void unreadMessagesAreCountedOnAfterAReturn() {
        login();
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        arrive("message", "'id':'9','room':'#lobby','from':'bob','text':'x'");
        conversation.lost("gone");
        reconnect();
        welcomeAnna();
        arrive("joined", "'id':'20','room':'#dev','from':'anna'");
        arrive("resumed", "'count':0,'complete':true");
        arrive("message", "'id':'21','room':'#lobby','from':'bob','text':'y'");
        assertThat(status).contains("#lobby 2 new");
    }

    @Test
    void resumedConnectionKeepsTheActiveRoom() {
        login();
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        arrive("joined", "'id':'9','room':'#lobby','from':'anna'");
        conversation.lost("gone");
        reconnect();
        arrive("joined", "'id':'20','room':'#dev','from':'anna'");
        arrive("resumed", "'count':0,'complete':true");
        assertThat(status).startsWith("#lobby · ");
    }

    @Test
    void guestReturnsToTheLobbyIfItWasTheActiveRoom() {
        live();
        arrive("welcome", "'nick':'zoe','room':'#lobby','members':1,'listening':1");
        arrive("joined", "'id':'5','room':'#dev','from':'zoe'");
        arrive("joined", "'id':'6','room':'#lobby','from':'zoe'");
        conversation.lost("gone");
        reconnect();
        assertThat(sentLines()).containsSubsequence("/nick zoe", "/join #dev", "/join #lobby", "/since 6");
    }

    @Test
    void refusedPasswordIsReportedToTheThreadThatAsksForIt() throws InterruptedException {
        live();
        conversation.typed("/login anna wrong");
        arrive("error", "'code':'auth-failed','text':'wrong name or password'");
        answer();
        assertThat(conversation.awaitLogin(Duration.ofSeconds(10))).isTrue();
        assertThat(conversation.isPasswordRefused()).isTrue();
        assertThat(conversation.mayBePassword("sesame")).isTrue();
        conversation.typed("sesame");
        assertThat(sentLines()).endsWith("sesame");
        conversation.typed("/login anna sesame");
        arrive("resumable", "'token':'tok'");
        assertThat(conversation.awaitLogin(Duration.ofSeconds(10))).isTrue();
        assertThat(conversation.isPasswordRefused()).isFalse();
        assertThat(conversation.mayBePassword("sesame")).isFalse();
    }

    @Test
    void waitingLinesAreNotSentToAnotherRoomThanTheyWereTypedFor() {
        login();
        arrive("joined", "'id':'8','room':'#secret','from':'anna'");
        conversation.lost("gone");
        conversation.typed("for the secret room");
        reconnect();
        welcomeAnna();
        arrive("error", "'code':'not-allowed','text':'#secret is for members'");
        arrive("resumed", "'count':0,'complete':true");
        arrive("error", "'code':'not-allowed','text':'#secret is for members'");
        answer();
        assertThat(shown).containsOnlyOnce("*** error not-allowed: #secret is for members");
        assertThat(sentLines()).noneMatch(line -> line.contains("for the secret room"));
        assertThat(shown).contains("*** not sent, as you are anna in #lobby now: for the secret room");
    }

    @Test
    void waitingLinesAreNotSentUnderAnotherNickThanTheyWereTypedFor() {
        live();
        arrive("welcome", "'nick':'zoe','room':'#lobby','members':1,'listening':1");
        arrive("renamed", "'id':'5','from':'guest-1','to':'zoe','you':true");
        conversation.lost("gone");
        conversation.typed("hello");
        reconnect();
        assertThat(sentLines()).contains("/nick zoe");
        arrive("welcome", "'nick':'guest-2','room':'#lobby','members':1,'listening':1");
        arrive("error", "'code':'nick-in-use','text':'zoe is taken'");
        arrive("history", "'since':'5','count':0,'complete':true");
        assertThat(sentLines()).doesNotContain("/say key=K hello");
        assertThat(shown).contains("*** not sent, as you are guest-2 in #lobby now: hello");
    }

    @Test
    void waitingLinesAreNotSentIfTheCommandBeforeThemIsInDoubt() {
        login();
        conversation.typed("/join #dev");
        for (int i = 0; i < 30; i++) {
            conversation.typed("dev " + i);
        }
        conversation.lost("gone");
        reconnect();
        welcomeAnna();
        arrive("resumed", "'count':0,'complete':true");
        assertThat(sentLines()).noneMatch(line -> line.contains("dev "));
        assertThat(shown).contains("*** may not have arrived; send it again if needed: dev 29");
    }

    @Test
    void messageAfterACommandThatAStoppingServerRefusesIsNotSentToAnotherRoom() {
        login();
        conversation.typed("/join #dev");
        conversation.typed("hi dev");
        arrive("error", "'code':'draining','text':'the server stops'");
        arrive("bye", "'code':'restart','token':'again'");
        conversation.lost("closed");
        reconnect();
        welcomeAnna();
        arrive("resumed", "'count':0,'complete':true");
        assertThat(sentLines()).doesNotContain("/say key=K hi dev");
        assertThat(shown).contains("*** may not have arrived; send it again if needed: hi dev");
    }

    @Test
    void serverThatStopsBeforeTheLoginDoesNotMakeTheUserAGuest() {
        login();
        conversation.lost("gone");
        conversation.typed("hello");
        reconnectAfterAKill();
        arrive("error", "'code':'draining','text':'the server stops'");
        arrive("bye", "'code':'restart','token':'of-a-guest'");
        conversation.lost("closed");
        reconnect();
        assertThat(sentLines()).containsExactly("/format json", "/login anna sesame");
    }

    @Test
    void errorOfAnotherCommandDoesNotUndoALogout() {
        login();
        conversation.typed("/logout");
        conversation.typed("/unknown");
        arrive("renamed", "'id':'8','from':'anna','to':'guest-1','you':true");
        arrive("error", "'code':'unknown-command','text':'there is no /unknown'");
        answer();
        conversation.lost("gone");
        reconnect();
        assertThat(sentLines()).containsExactly("/format json", "/since 8");
    }

    @Test
    void roomsAreEnteredAgainAfterALossAmongThem() {
        live();
        arrive("welcome", "'nick':'zoe','room':'#lobby','members':1,'listening':1");
        arrive("joined", "'id':'5','room':'#dev','from':'zoe'");
        arrive("joined", "'id':'6','room':'#ops','from':'zoe'");
        conversation.lost("gone");
        reconnect();
        arrive("welcome", "'nick':'zoe','room':'#lobby','members':1,'listening':1");
        arrive("joined", "'id':'7','room':'#dev','from':'zoe'");
        conversation.lost("gone again");
        reconnect();
        assertThat(sentLines()).containsSubsequence("/join #dev", "/join #ops", "/since 6");
    }

    @Test
    void lineThatMayBeAPasswordDoesNotWaitToBecomeAMessage() {
        login();
        conversation.typed("/login anna sesame-8");
        arrive("error", "'code':'auth-failed','text':'wrong name or password'");
        answer();
        conversation.lost("gone");
        conversation.typed("sesame-9");
        conversation.typed("hello");
        assertThat(shown).contains("*** not sent, as it may be a password; type it again to send it as a message");
        reconnect();
        welcomeAnna();
        arrive("resumed", "'count':0,'complete':true");
        assertThat(sentLines()).endsWith("/resume tok 7", "/say key=K hello");
    }

    @Test
    void loginThatTheConnectionMayNotRepeatIsExplained() {
        live();
        conversation.typed("/login anna wrong");
        arrive("error", "'code':'rate-limited','text':'3 failed logins; reconnect and try again later'");
        assertThat(shown).endsWith("*** to log in again, leave by /quit and start anew in a while");
        answer();
        arrive("error", "'code':'rate-limited','text':'slow mode'");
        assertThat(shown).endsWith("*** error rate-limited: slow mode");
    }

    @Test
    void earlierRefusalIsNotThatOfALoginThatWaits() throws InterruptedException {
        live();
        conversation.typed("/login anna wrong");
        arrive("error", "'code':'auth-failed','text':'wrong name or password'");
        answer();
        conversation.lost("gone");
        conversation.typed("/login anna sesame");
        assertThat(conversation.awaitLogin(Duration.ofSeconds(10))).isTrue();
        assertThat(conversation.isPasswordRefused()).isFalse();
    }

    @Test
    void messageAfterADoubtfulCommandIsNotSentAgain() {
        login();
        conversation.typed("/join #dev");
        conversation.typed("hi dev");
        conversation.lost("gone");
        assertThat(shown)
                .contains(
                        "*** may not have arrived; send it again if needed: /join #dev",
                        "*** may not have arrived; send it again if needed: hi dev");
    }

    @Test
    void resumeIsNotFollowedByALineThatWouldUseUpItsToken() {
        login();
        conversation.lost("gone");
        reconnect();
        assertThat(server.sent).endsWith("/resume tok 7");
    }

    @Test
    void changedPasswordIsUsedForTheNextLogin() {
        login();
        conversation.typed("/password sesame kettle");
        arrive("resumable", "'token':'tok2'");
        answer();
        conversation.lost("gone");
        reconnectAfterAKill();
        assertThat(sentLines()).contains("/login anna kettle");
    }

    @Test
    void bannedClientDoesNotConnectAgain() {
        connect();
        arrive("error", "'code':'banned','text':'banned until noon'");
        assertThat(conversation.lost("the server closed it")).isFalse();
        assertThat(shown).containsExactly("*** error banned: banned until noon");
    }

    @Test
    void tokenOfAStoppingServerResumesAGuest() {
        live();
        arrive("message", "'id':'5','room':'#lobby','from':'bob','text':'x'");
        arrive("bye", "'code':'restart','text':'the server is restarting','token':'again'");
        assertThat(conversation.lost("the server closed it")).isTrue();
        assertThat(shown).noneMatch(line -> line.contains("connection lost"));
        reconnect();
        assertThat(sentLines()).contains("/resume again 5");
    }

    @Test
    void messageThatAStoppingServerRefusesIsSentToTheNextOne() {
        live();
        arrive("message", "'id':'5','room':'#lobby','from':'bob','text':'x'");
        conversation.typed("hello");
        String sent = server.sent.getFirst();
        arrive("error", "'code':'draining','text':'the server stops'");
        answer();
        assertThat(server.sent).containsOnlyOnce(sent);
        conversation.typed("more");
        assertThat(sentLines()).doesNotContain("/say key=K more");
        arrive("bye", "'code':'restart','token':'again'");
        conversation.lost("closed");
        reconnect();
        arrive("resumed", "'count':0,'complete':true");
        assertThat(server.sent).contains(sent);
        assertThat(sentLines()).containsSubsequence("/say key=K hello", "/say key=K more");
    }

    @Test
    void kickEndsTheConversation() {
        live();
        arrive("bye", "'code':'kicked','text':'spam'");
        assertThat(conversation.lost("the server closed it")).isFalse();
        assertThat(conversation.isQuit()).isFalse();
    }

    @Test
    void unansweredLinesAreListedAfterAKick() {
        live();
        conversation.typed("hello");
        arrive("bye", "'code':'kicked','text':'spam'");
        conversation.lost("the server closed it");
        assertThat(shown).endsWith("*** may not have arrived; send it again if needed: hello");
    }

    @Test
    void quitIsTheLastLineThatIsSent() {
        live();
        conversation.quit("/quit");
        assertThat(server.sent).containsExactly("/quit");
    }

    @Test
    void unsentLinesAreListedWhenTheUserQuits() {
        live();
        conversation.lost("gone");
        conversation.typed("hello");
        conversation.quit("/quit");
        assertThat(shown).endsWith("*** not sent: hello");
    }

    @Test
    void missedMessagesOfOtherRoomsAreCountedWhenTheRoomsAreEnteredAgain() {
        login();
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        arrive("joined", "'id':'9','room':'#lobby','from':'anna'");
        arrive("message", "'id':'10','room':'#dev','from':'bob','text':'x'");
        conversation.lost("gone");
        reconnectAfterAKill();
        welcomeAnna();
        arrive("resumable", "'token':'tok2'");
        arrive("joined", "'id':'20','room':'#dev','from':'anna'");
        arrive("joined", "'id':'21','room':'#lobby','from':'anna'");
        arrive("history", "'since':'10','count':2,'complete':true");
        arrive("message", "'id':'11','room':'#dev','from':'bob','text':'y'");
        arrive("message", "'id':'12','room':'#lobby','from':'bob','text':'z'");
        assertThat(status).isEqualTo("#lobby · anna · connected · #dev 2 new");
        arrive("joined", "'id':'22','room':'#dev','from':'anna'");
        assertThat(status).isEqualTo("#dev · anna · connected");
    }

    @Test
    void messageAfterADroppedAccountIsNoPassword() {
        login();
        conversation.typed("/drop sesame");
        arrive("renamed", "'id':'8','from':'anna','to':'guest-1','you':true");
        answer();
        conversation.lost("gone");
        conversation.typed("hello");
        assertThat(shown).endsWith("*** waits for the connection: hello");
    }

    @Test
    void refusalOfARequestOfTheClientByAStoppingServerIsNotShown() {
        live();
        arrive("welcome", "'nick':'zoe','room':'#lobby','members':1,'listening':1");
        shown.clear();
        arrive("joined", "'id':'5','room':'#dev','from':'zoe'");
        arrive("error", "'code':'draining','text':'the server stops'");
        assertThat(shown).containsExactly("*** You are in #dev");
    }

    @Test
    void messageAfterAReturnIsNoPasswordForTheServerIfTheRefusedLoginWasOnTheLostConnection() {
        login();
        conversation.typed("/login anna sesame-8");
        arrive("error", "'code':'auth-failed','text':'wrong name or password'");
        answer();
        conversation.lost("gone");
        reconnect();
        welcomeAnna();
        arrive("resumed", "'count':0,'complete':true");
        answer();
        conversation.typed("sesame-9");
        assertThat(sentLines()).endsWith("/who #lobby");
        conversation.typed("hello");
        assertThat(sentLines()).endsWith("/who #lobby", "/say key=K hello");
    }

    @Test
    void missedMessagesOfARoomWithAKeyAreAskedForWhenItIsEnteredAgain() {
        login();
        conversation.typed("/join #dev sesame-key");
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        answer();
        conversation.lost("gone");
        reconnect();
        welcomeAnna();
        arrive("error", "'code':'not-allowed','text':'#dev has a key'");
        arrive("message", "'id':'10','room':'#lobby','from':'bob','text':'lobby'");
        arrive("resumed", "'count':1,'complete':true");
        assertThat(sentLines()).endsWith("/join #dev sesame-key", "/since 8");
        arrive("joined", "'id':'20','room':'#dev','from':'anna'");
        arrive("history", "'since':'8','count':2,'complete':true");
        arrive("message", "'id':'9','room':'#dev','from':'bob','text':'dev'");
        arrive("message", "'id':'10','room':'#lobby','from':'bob','text':'lobby'");
        assertThat(shown).endsWith("#lobby <bob> lobby", "*** missed: 2 lines", "<bob> dev");
    }

    @Test
    void messagesThatAreSentAgainTwiceKeepTheirOrder() {
        login();
        for (int i = 1; i <= 20; i++) {
            conversation.typed("line " + i);
        }
        elapse(Duration.ofSeconds(5));
        for (int i = 0; i < 3; i++) {
            conversation.lost("gone");
            reconnect();
            welcomeAnna();
            arrive("resumed", "'count':0,'complete':true");
            elapse(Duration.ofSeconds(5));
        }
        assertThat(sentLines()).containsSubsequence("/say key=K line 1", "/say key=K line 17");
    }

    @Test
    void errorsOfRoomsWithAKeyAreNotShownDuringTheReturn() {
        login();
        conversation.typed("/join #dev sesame-key");
        conversation.typed("/join #ops sesame-key");
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        arrive("joined", "'id':'9','room':'#ops','from':'anna'");
        answer();
        conversation.lost("gone");
        reconnect();
        welcomeAnna();
        arrive("error", "'code':'not-allowed','text':'#dev has a key'");
        arrive("error", "'code':'not-allowed','text':'#ops has a key'");
        arrive("resumed", "'count':0,'complete':true");
        assertThat(sentLines()).contains("/join #dev sesame-key", "/join #ops sesame-key");
        assertThat(shown).noneMatch(line -> line.contains("not-allowed"));
    }

    @Test
    void lineThatMayBeAPasswordIsNotShownAfterALoss() {
        login();
        conversation.typed("/login anna sesame-8");
        conversation.typed("sesame-9");
        conversation.lost("gone");
        assertThat(shown).noneMatch(line -> line.contains("sesame"));
    }

    @Test
    void nickOfAGuestInsteadOfTheAccountMayHaveCapitalsInItsCommand() {
        login();
        conversation.lost("gone");
        reconnectAfterAKill();
        arrive("error", "'code':'auth-failed','text':'the name or the password is wrong'");
        conversation.typed("/NICK zoe");
        assertThat(sentLines()).endsWith("/NICK zoe", "/since 7");
    }

    @Test
    void commandThatChangesTheFormatIsNotSent() {
        live();
        conversation.typed("/format text");
        assertThat(server.sent).isEmpty();
    }

    @Test
    void messageIsNotSentAgainWhenTheServerMayHaveForgottenItsKey() {
        login();
        conversation.typed("hello");
        conversation.lost("gone");
        conversation.typed("waits");
        now = now.plus(Duration.ofMinutes(10));
        reconnect();
        welcomeAnna();
        arrive("resumed", "'count':0,'complete':true");
        assertThat(sentLines()).contains("/say key=K waits").doesNotContain("/say key=K hello");
        assertThat(shown).endsWith("*** may not have arrived; send it again if needed: hello");
    }

    @Test
    void loginThatIsAskedForNamesTheAccountInsteadOfTheNick() {
        login();
        arrive("renamed", "'id':'8','from':'anna','to':'zoe','you':true");
        conversation.lost("gone");
        reconnectAfterAKill();
        arrive("error", "'code':'auth-failed','text':'the name or the password is wrong'");
        assertThat(shown).last().asString().contains("/login anna");
        conversation.lost("gone again");
        reconnect();
        assertThat(shown).last().asString().contains("/login anna");
    }

    @Test
    void bellRingsForTheOwnNameAndPrivateMessagesOnly() {
        login();
        arrive("message", "'id':'11','room':'#lobby','from':'bob','text':'joanna and annabel'");
        arrive("message", "'id':'12','room':'#lobby','from':'anna','text':'anna'");
        assertThat(bells).isZero();
        arrive("message", "'id':'13','room':'#lobby','from':'bob','text':'Anna: hi'");
        arrive("private", "'id':'14','from':'bob','to':'anna','text':'psst'");
        assertThat(bells).isEqualTo(2);
    }

    @Test
    void loginWithoutItsSlashIsHeldWhileAPasswordIsExpected() {
        login();
        conversation.typed("/password sesame");
        assertThat(conversation.mayBePassword("login anna sesame")).isTrue();
        assertThat(conversation.mayBePassword("password old sesame")).isTrue();
        assertThat(conversation.mayBePassword("wait a moment please")).isFalse();
    }

    @Test
    void anotherNickOfAnotherConnectionOfTheAccountIsNotTheOwn() {
        login();
        arrive("renamed", "'id':'8','from':'anna','to':'guest-1'");
        assertThat(shown).endsWith("*** anna is now guest-1");
        assertThat(status).contains(" · anna · ");
    }

    @Test
    void answerToATypedResumeIsShown() {
        live();
        conversation.typed("/resume tok 7");
        arrive("resumed", "'count':0,'complete':true");
        assertThat(shown).containsExactly("*** missed: 0 lines");
    }

    @Test
    void peopleAreAskedForAgainAfterAnotherNickWhichAnotherConnectionMayNotTake() {
        login();
        arrive("renamed", "'id':'8','from':'anna','to':'zoe','you':true");
        answer();
        assertThat(sentLines()).containsExactly("/who #lobby");
    }

    @Test
    void statusShowsThatTheUserIsAwayUntilTheConnectionEnds() {
        login();
        arrive("away", "'away':true,'text':'You are away: tea'");
        assertThat(shown).endsWith("*** You are away: tea");
        assertThat(status).contains(" · anna (away) · ");
        arrive("away", "'away':false,'text':'You are no longer away'");
        assertThat(status).contains(" · anna · ");
        arrive("away", "'away':true,'text':'You are away: tea'");
        conversation.lost("gone");
        reconnect();
        welcomeAnna();
        arrive("resumed", "'count':0,'complete':true");
        answer();
        assertThat(status).contains(" · anna · ");
        assertThat(shown)
                .endsWith("*** what you set by /away and /ignore has ended with the connection")
                .doesNotContain("*** missed: 0 lines");
    }

    @Test
    void statusCountsUnreadMessagesOfOtherRooms() {
        login();
        arrive("joined", "'id':'8','room':'#dev','from':'anna'");
        arrive("message", "'id':'9','room':'#lobby','from':'bob','text':'x'");
        assertThat(status).isEqualTo("#dev · anna · connected · #lobby 1 new");
        arrive("left", "'id':'10','room':'#dev','from':'anna'");
        assertThat(status).isEqualTo("#lobby · 1 person · anna · connected");
    }

    @Test
    void linesBeforeTheServerAnswersAreLimitedSoThatSendingNeverWaits() {
        live();
        for (int i = 0; i < 100; i++) {
            conversation.typed("line " + i);
        }
        for (int i = 0; i < 3; i++) {
            elapse(Duration.ofSeconds(5));
        }
        assertThat(sentLines()).hasSize(20);
        answer();
        assertThat(sentLines()).hasSizeGreaterThan(20);
        assertThat(conversation.lost("gone")).isTrue();
        for (int i = 0; i < 1_100; i++) {
            conversation.typed("more " + i);
        }
        assertThat(shown).contains("*** too many lines wait for the server; not sent: more 1099");
    }

    private void connect() {
        conversation.connected(server, List.of());
    }

    private void live() {
        connect();
        answer();
        forget();
    }

    private void forget() {
        server.sent.clear();
        server.answered = 0;
        shown.clear();
        elapse(Duration.ofSeconds(5));
    }

    private void login() {
        live();
        conversation.typed("/login anna sesame");
        welcomeAnna();
        arrive("renamed", "'id':'7','from':'guest-1','to':'anna','you':true");
        arrive("resumable", "'token':'tok'");
        answer();
        forget();
    }

    private void welcomeAnna() {
        arrive("welcome", "'nick':'anna','room':'#lobby','members':1,'listening':1");
    }

    private void reconnect() {
        server = new Line();
        conversation.connected(server, List.of());
        arrive("notice", "'text':'format json'");
        server.answered++;
    }

    /** Reconnects to a server that does not know the token of the lost connection. */
    private void reconnectAfterAKill() {
        reconnect();
        arrive("error", "'code':'auth-failed','text':'unknown'");
        answer();
    }

    private void arrive(String type, String fields) {
        conversation.received(ServerLine.parse(("{'type':'" + type + "'," + fields + "}").replace('\'', '"')));
    }

    /** Answers pings, and the first requests of the client, until there are no more, some seconds later. */
    private void answer() {
        elapse(Duration.ofSeconds(5));
        answerAtOnce();
    }

    private void answerAtOnce() {
        while (server.answered < server.sent.size()) {
            String line = server.sent.get(server.answered++);
            switch (line.split(" ")[0]) {
                case "/format" -> arrive("notice", "'text':'format json'");
                case "/help" -> arrive("help", "'commands':[{'usage':'/nick NAME','text':'change your nick'}]");
                case "/who" -> {
                    String room = line.equals("/who") ? "#lobby" : line.substring(5);
                    arrive("who", "'room':'" + room + "','names':['bob'],'listening':2");
                }
                case "/ping" -> arrive("pong", "'token':'" + line.substring(6) + "'");
                default -> {}
            }
        }
    }

    private void elapse(Duration time) {
        now = now.plus(time);
        List<Runnable> due = List.copyOf(delayed);
        delayed.clear();
        due.forEach(Runnable::run);
    }

    private int weightOfSent() {
        return server.sent.stream().mapToInt(SendRate::weight).sum();
    }

    /** Returns the lines sent but the pings, with their keys replaced. */
    private List<String> sentLines() {
        return server.sent.stream()
                .filter(line -> !line.startsWith("/ping"))
                .map(line -> KEY.matcher(line).replaceFirst("key=K"))
                .toList();
    }
}
