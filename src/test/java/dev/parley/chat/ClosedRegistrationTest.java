package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.port.NickPolicy;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Registration;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Help and hints of a chat in which only operators register names. */
class ClosedRegistrationTest {
    private static final NickPolicy CLOSED = new NickPolicy() {
        @Override
        public Optional<Reply.Rejected> refusal(Nick nick, @Nullable Nick account) {
            return Optional.empty();
        }

        @Override
        public Registration registration() {
            return Registration.CLOSED;
        }
    };

    private final ChatFixture chat = new ChatFixture(NickPolicy.NONE.and(CLOSED));
    private final ChatFixture.ChatParticipant carl = chat.person("carl");

    @Test
    void helpListsRegisterOnlyWhereRegistrationIsOpen() {
        assertThat(words(carl)).contains("login").doesNotContain("register");
        assertThat(words(new ChatFixture().person("carl"))).contains("login", "register");
    }

    @Test
    void helpOnRegisterSaysThatRegistrationIsClosed() {
        carl.sends(new Command.Help(Optional.of("register")));
        assertThat(carl.heard()).containsExactly("*** error not-allowed");
    }

    @Test
    void guestThatMustLogInIsNotAskedToRegister() {
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(carl.member), StatusCode.RESTART, "later"));
        carl.isLost();
        var resume = new ChatQuery.Resume(chat.stranger().member, new Secret(carl.member.token()), Optional.empty());
        assertThat(chat.ask(resume).refused()).isEqualTo(Registration.CLOSED.logInFirst());
        assertThat(Registration.CLOSED.logInFirst().text()).contains("/login").doesNotContain("/register");
    }

    private static List<String> words(ChatFixture.ChatParticipant person) {
        person.sends(new Command.Help(Optional.empty()));
        return person.heard().stream().map(line -> line.split("[ /]+")[1]).toList();
    }
}
