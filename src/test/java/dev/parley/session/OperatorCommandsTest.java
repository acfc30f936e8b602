package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.UnreadMessages;
import dev.parley.session.port.AccountAuthenticator;
import dev.parley.session.port.OperatorCommands;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is asked to carry out an operator's command, and when; what comes of it is a matter of those who do. */
class OperatorCommandsTest {
    private static final String NOT_ALLOWED = "*** error not-allowed\n";

    private final List<Command> asked = new ArrayList<>();
    private final Set<Nick> operators = Set.of(new Nick("olga"));
    private Runnable meanwhile = () -> {};
    private final SessionFixture fixture =
            new SessionFixture(new WiredChat.Builder().authenticator(new Open()).operatorCommands(new Recorded()));
    private final SessionFixture.FakeConnection olga = fixture.connect();
    private final SessionFixture.FakeConnection other = fixture.connect();

    /** Everyone is who they say. */
    private static final class Open implements AccountAuthenticator {
        @Override
        public Optional<Reply.Rejected> refusal(InetAddress address, boolean encrypted) {
            return Optional.empty();
        }

        @Override
        public Command logIn(Nick name, Secret password, InetAddress from) {
            return new Command.LoggedIn(name, UnreadMessages.NOTHING);
        }
    }

    private final class Recorded implements OperatorCommands {
        @Override
        public Optional<Reply> carryOut(Nick account, InetAddress from, Command.OperatorCommand command) {
            assertThat(from.getHostAddress()).isEqualTo("192.0.2.1");
            asked.add(command);
            meanwhile.run();
            return operators.contains(account) ? Optional.of(new Reply.Notice("done")) : Optional.empty();
        }

        @Override
        public boolean mayUse(Nick account, String word) {
            return operators.contains(account) && word.equals("mute");
        }
    }

    private void logIn(SessionFixture.FakeConnection client, String name) {
        client.sends("/login " + name + " sesame");
        fixture.settle();
        client.received();
    }

    private String answer(SessionFixture.FakeConnection client, String line) {
        client.sends(line);
        fixture.settle();
        return client.received();
    }

    @Test
    void repliesToAnOperatorAreInTheOrderOfItsLines() {
        logIn(olga, "olga");
        olga.sends("/ping before");
        olga.sends("/mute bob 1h spam");
        assertThat(answer(olga, "/ping after")).isEqualTo("*** pong before\n*** done\n*** pong after\n");
        assertThat(asked).containsExactly(new Command.Mute("bob", "1h spam"));
    }

    @Test
    void mistypedOperatorCommandIsSuggestedOnlyToThoseWhoMayUseIt() {
        logIn(other, "otto");
        logIn(olga, "olga");
        other.received();
        olga.sends("/mtue bob");
        olga.sends("/anounce tea");
        other.sends("/mtue bob");
        fixture.settle();
        assertThat(olga.fullText().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("*** error unknown-command: "))
                .satisfiesExactly(
                        mute -> assertThat(mute).contains("did you mean /mute"),
                        announce -> assertThat(announce).doesNotContain("did you mean"));
        assertThat(other.fullText()).startsWith("*** error unknown-command: ").doesNotContain("did you mean");
        assertThat(asked).isEmpty();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void operatorCommandDoesNotDelayOtherClients() {
        logIn(olga, "olga");
        logIn(other, "otto");
        meanwhile = () -> assertThat(answer(other, "/ping on")).isEqualTo("*** pong on\n");
        assertThat(answer(olga, "/announce tea")).endsWith("*** done\n");
        assertThat(asked).hasSize(1);
    }

    @Test
    void accountWithoutARoleIsRefused() {
        logIn(other, "otto");
        for (String line : List.of("/clients", "/mute bob", "/unmute bob", "/announce tea")) {
            assertThat(answer(other, line)).isEqualTo(NOT_ALLOWED);
        }
        assertThat(answer(other, "/kick bob")).isEqualTo("*** error not-allowed\n");
    }

    @Test
    void guestIsRefusedWithoutARoleLookup() {
        olga.sends("/nick olga");
        fixture.settle();
        olga.received();
        assertThat(answer(olga, "/clients")).isEqualTo(NOT_ALLOWED);
        logIn(olga, "olga");
        olga.sends("/logout");
        assertThat(answer(olga, "/clients")).endsWith(NOT_ALLOWED);
        assertThat(asked).isEmpty();
    }

    @Test
    void kickInARoomTheOperatorOwnsAppliesToTheRoom() {
        logIn(olga, "olga");
        logIn(other, "otto");
        other.sends("/join #theirs");
        olga.sends("/join #own");
        fixture.settle();
        olga.received();
        assertThat(answer(olga, "/kick bob")).isEqualTo("*** error no-such-user\n");
        assertThat(asked).isEmpty();
        assertThat(answer(olga, "/mute bob")).isEqualTo("*** done\n");
        olga.sends("/join #theirs");
        assertThat(answer(olga, "/kick otto")).endsWith("*** done\n");
        olga.sends("/join #lobby");
        assertThat(answer(olga, "/ban bob")).endsWith("*** done\n");
        assertThat(asked)
                .containsExactly(new Command.Mute("bob", ""), new Command.Kick("otto", ""), new Command.Ban("bob", ""));
    }

    @Test
    void operatorCommandsAreRefusedBeforeARequiredLogin() {
        var stranger = fixture.stranger();
        assertThat(answer(stranger, "/clients")).startsWith("*** error not-allowed");
        logIn(stranger, "olga");
        assertThat(answer(stranger, "/clients")).isEqualTo("*** done\n");
    }

    @Test
    void operatorCommandsCountAsFiveLines() {
        assertThat(new Command.Clients(Optional.empty()).weight()).isEqualTo(5);
        assertThat(new Command.Announce("tea").weight()).isEqualTo(5);
        assertThat(new Command.Ban("bob", "").weight()).isEqualTo(5);
    }
}
