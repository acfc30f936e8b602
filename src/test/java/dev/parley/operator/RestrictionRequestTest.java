package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.moderation.Target;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class NewSanctionTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7/32",
        "10.1.2.3/8, 10.0.0.0/8",
        "2001:db8::7, 2001:db8:0:0:0:0:0:0/64",
        "2001:db8::7/128, 2001:db8:0:0:0:0:0:7/128"
    })
    void networkIsAnAddressOrCidr(String given, String shown) {
        Target target = parse("{\"network\":\"" + given + "\"}").checkedTargetOfBan();
        assertThat(target).isInstanceOf(Target.From.class);
        assertThat(target.text()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|It is of a nick, of an account or of a network: give one of the three.",
                "{\"nick\":\"troll\",\"network\":\"10.0.0.1\"}|It is of a nick, of an account or of a network: give one of the three.",
                "{\"account\":\"troll\",\"nick\":\"troll\"}|It is of a nick, of an account or of a network: give one of the three.",
                "{\"account\":\"troll\",\"network\":\"10.0.0.1\"}|It is of a nick, of an account or of a network: give one of the three.",
                "{\"nick\":\"1troll\"}|A name is a letter and up to 31 letters, digits, _ or -.",
                "{\"nick\":\"\"}|A name is a letter and up to 31 letters, digits, _ or -.",
                "{\"nick\":\"guest-3f2a\"}|Nobody can choose the name guest-3f2a: give a network, or end the client.",
                "{\"network\":\"example.com\"}|A network is an address or CIDR, such as 192.0.2.7, 10.0.0.0/8 or"
                        + " 2001:db8::/64.",
                "{\"network\":\"10.0.0.0/33\"}|A network is an address or CIDR, such as 192.0.2.7, 10.0.0.0/8 or"
                        + " 2001:db8::/64."
            })
    void targetIsOneNickAccountOrNetwork(String body, String detail) {
        assertBadArgument(() -> parse(body).checkedTargetOfBan(), detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PT0S",
                "PT0.999S",
                "-PT1H",
                "PT-1H",
                "P3650DT1S",
                "PT9999999999999999H",
                "PT99999999999999999999H",
                "P1M",
                "1h",
                "3600",
                ""
            })
    void durationOutsideASecondToTenYearsIsRefused(String duration) {
        assertBadArgument(
                () -> withDuration(duration).checkedDuration(),
                "A duration is ISO 8601 from PT1S to P3650D, such as PT1H or P7D; without one it is for good.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "P3650D", "P1DT12H"})
    void durationFromASecondToTenYearsIsAccepted(String duration) {
        assertThat(withDuration(duration).checkedDuration()).isEqualTo(Duration.parse(duration));
    }

    @Test
    void reasonHasAtMost300Characters() {
        assertThat(withReason("x".repeat(300)).checkedReason("none")).hasSize(300);
        assertBadArgument(
                () -> withReason("x".repeat(301)).checkedReason("none"), "A reason has at most 300 characters.");
    }

    @Test
    void reasonIsCleanedAndReplacedWhereItIsBlank() {
        assertThat(withReason("sp\\u001b[1mam\\n").checkedReason("none")).isEqualTo("spam");
        assertThat(withReason(" ").checkedReason("none")).isEqualTo("none");
    }

    private static NewSanction withDuration(String duration) {
        return parse("{\"nick\":\"troll\",\"duration\":\"" + duration + "\"}");
    }

    private static NewSanction withReason(String reason) {
        return parse("{\"nick\":\"troll\",\"reason\":\"" + reason + "\"}");
    }

    private static NewSanction parse(String body) {
        return new JsonMapper().readValue(body, NewSanction.class);
    }

    private static void assertBadArgument(ThrowingCallable check, String detail) {
        assertThatThrownBy(check).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("bad-argument");
            assertThat(problem.getBody().getDetail()).isEqualTo(detail);
        });
    }
}
