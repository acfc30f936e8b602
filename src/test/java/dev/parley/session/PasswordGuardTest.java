package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnreadMessages;
import dev.parley.session.port.AccountAuthenticator;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordGuardTest {
    private Optional<Reply.Rejected> refusal = Optional.empty();
    private final SessionFixture fixture = new SessionFixture(new WiredChat.Builder().authenticator(new OnePassword()));
    private final SessionFixture.FakeConnection anna = fixture.connect();
    private final SessionFixture.FakeConnection other = fixture.connect();
    private final List<String> traced = new ArrayList<>();

    @BeforeEach
    void trace() {
        anna.session.traceSlot().begin(new TraceListener() {
            @Override
            public void received(String line) {
                traced.add(line);
            }

            @Override
            public void sent(byte[] bytes) {}
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login anna sesame",
                "LOGIN anna sesame",
                "Register anna sesame",
                "login anna",
                "  login  anna  sesame ",
                "\u00A0login anna sesame",
                "login\u00A0anna\u00A0sesame",
                "login\u3000anna sesame",
                "login\u200B anna sesame",
                "\u001B login anna sesame",
                "\u200Blogin anna sesame"
            })
    void loginsWithoutTheirSlashArePublishedOnlyWhenRepeated(String line) {
        assertThat(isPublished(line)).isFalse();
        assertThat(traced).doesNotContain(line);
        assertThat(isPublished(line)).isTrue();
        assertThat(isPublished(line)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login",
                "login page is down today",
                "logins are down",
                "relogin anna sesame",
                "please login anna"
            })
    void textAboutLoginsIsPublished(String line) {
        assertThat(isPublished(line)).isTrue();
    }

    @Test
    void loginWithoutSlashIsNotARepetitionAfterAnotherLine() {
        assertThat(isPublished("login anna sesame")).isFalse();
        assertThat(isPublished("hello")).isTrue();
        assertThat(isPublished("login anna sesame")).isFalse();
    }

    @Test
    void loginsWithoutTheirSlashArePublishedForClientsThatAreLoggedIn() {
        anna.sends("/login anna sesame");
        assertThat(isPublished("login anna sesame")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login anna wrong",
                "/login",
                "/login 9lives",
                "/login operator",
                "/login anna one two",
                "/register anna",
                "/register 9lives sesame",
                "/password wrong",
                "/drop wrong",
                " /login anna sesame",
                "\u00A0/login anna sesame",
                "\u2060\u3164/login anna sesame",
                "\u00AD/login anna sesame",
                "\u061C/login anna sesame",
                "\u2066/login anna sesame",
                "\u2800/login anna sesame",
                "\\login anna sesame",
                "\uFF0Flogin anna sesame"
            })
    void lineAfterARefusedLoginIsNotPublished(String login) {
        assertThat(isPublished(login)).isFalse();
        assertThat(isPublished("sesame-7")).isFalse();
        assertThat(traced).noneMatch(line -> line.contains("sesame"));
        assertThat(isPublished("sesame-7")).isTrue();
    }

    @Test
    void sentenceAfterARefusedLoginIsPublishedAndThePasswordAfterItIsNot() {
        anna.sends("/login anna wrong");
        assertThat(isPublished("wait a moment please")).isTrue();
        assertThat(isPublished("anna sesame-7")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login anna sesame",
                "Register anna sesame",
                "login anna",
                "password old sesame",
                "Drop sesame now please"
            })
    void commandWithAPasswordWithoutItsSlashAfterARefusedLoginIsNotPublished(String line) {
        anna.sends("/login anna wrong");
        assertThat(isPublished(line)).isFalse();
    }

    @Test
    void sentenceAfterARefusedLoginWithASentenceIsNotPublished() {
        anna.sends("/login anna correct horse battery");
        assertThat(isPublished("correct horse battery")).isFalse();
    }

    @Test
    void theLineAfterAConnectionWithoutPasswordsRefusedALoginIsNotPublished() {
        refusal = Optional.of(new Reply.Rejected(StatusCode.NOT_ALLOWED, "not here"));
        anna.sends("/login anna");
        assertThat(isPublished("sesame")).isFalse();
    }

    @Test
    void theLineAfterAWrongAnswerToThePasswordQuestionIsNotPublished() {
        anna.sends("/login anna");
        anna.sends("wrong");
        assertThat(isPublished("sesame")).isFalse();
    }

    @Test
    void theLineAfterACutOffLoginIsNotPublished() {
        anna.gives(new Input.Line("/login anna ses", false));
        assertThat(isPublished("ame")).isFalse();
    }

    @Test
    void theLineAfterALoginWithoutSlashAndPasswordIsNotPublished() {
        assertThat(isPublished("login anna")).isFalse();
        assertThat(isPublished("sesame")).isFalse();
        assertThat(isPublished("sesame")).isTrue();
    }

    @Test
    void bothPartsOfALoginWithoutSlashCutBySilenceAreNotPublished() {
        anna.gives(new Input.Line("login anna ses", false));
        assertThat(isPublished("ame")).isFalse();
    }

    @Test
    void everyPartOfAPasswordCutBySilenceIsNotPublished() {
        anna.sends("/login anna wrong");
        anna.gives(new Input.Line("ses", false));
        anna.gives(new Input.Line("a", false));
        assertThat(isPublished("me")).isFalse();
        assertThat(isPublished("hello")).isTrue();
    }

    @Test
    void loginWithoutSlashIsNotARepetitionAfterACommand() {
        assertThat(isPublished("login anna sesame")).isFalse();
        anna.sends("/ping");
        assertThat(isPublished("login anna sesame")).isFalse();
    }

    @Test
    void commandsInBetweenDoNotMakeAPasswordPublic() {
        anna.sends("/login anna wrong");
        anna.sends("/ping");
        assertThat(isPublished("sesame")).isFalse();
    }

    @Test
    void lineAfterASuccessfulLoginIsPublished() {
        anna.sends("/login anna wrong");
        anna.sends("/login anna sesame");
        assertThat(isPublished("hello")).isTrue();
    }

    @Test
    void textIsPublishedAMinuteAfterARefusedLogin() {
        anna.sends("/login anna wrong");
        fixture.passes(Duration.ofSeconds(61));
        assertThat(isPublished("login anna sesame")).isFalse();
        assertThat(isPublished("hello")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/msg bob for your eyes", "/me waves", "/nick bob", "/join #dev"})
    void commandsBehindSomethingInvisibleAreNotPublished(String command) {
        for (String invisible :
                List.of(" ", "\u00A0", "\u200B", "\u200E", "\uFEFF", "\u3164", "\u00AD", "\uFE0F", "\u180E")) {
            assertThat(isPublished(invisible + command)).as(invisible).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00A0", "\u200B\u200B", "\u3164", "\uFEFF \u2060", "\uDB40\uDC01"})
    void linesOfInvisibleCharactersAreEmpty(String line) {
        anna.sends(line);
        fixture.settle();
        assertThat(anna.received()).isEmpty();
        assertThat(other.received()).isEmpty();
    }

    /** Whether others read the line; otherwise it was refused. */
    private boolean isPublished(String line) {
        fixture.settle();
        anna.received();
        other.received();
        anna.sends(line);
        fixture.settle();
        boolean isPublished = other.received().contains("<");
        assertThat(anna.received().contains("*** error ")).isNotEqualTo(isPublished);
        return isPublished;
    }

    /** Knows one account, whose password is sesame. */
    private final class OnePassword implements AccountAuthenticator {
        @Override
        public Optional<Reply.Rejected> refusal(InetAddress address, boolean encrypted) {
            return refusal;
        }

        @Override
        public Command register(Nick name, Secret password, InetAddress from) {
            return refused();
        }

        @Override
        public Command logIn(Nick name, Secret password, InetAddress from) {
            return password.value().equals("sesame") ? new Command.LoggedIn(name, UnreadMessages.NOTHING) : refused();
        }

        private static Command refused() {
            return new Command.BlockingResult(new Reply.Rejected(StatusCode.AUTH_FAILED, "wrong"));
        }
    }
}
