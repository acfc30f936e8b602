package dev.parley.operator;

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

class RestrictionRequestTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7/32",
        "10.1.2.3/8, 10.0.0.0/8",
        "2001:db8::7, 2001:db8:0:0:0:0:0:0/64",
        "2001:db8::7/128, 2001:db8:0:0:0:0:0:7/128"
    })
    void networkIsParsedFromAnAddressOrCidr(String given, String shown) {
        Target target = parse("{\"network\":\"" + given + "\"}")
                .validate(RestrictionKind.BAN)
                .target();
        assertThat(target).isInstanceOf(Target.ByNetwork.class);
        assertThat(target.text()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"nick\":\"troll\",\"network\":\"10.0.0.1\"}",
                "{\"account\":\"troll\",\"nick\":\"troll\"}",
                "{\"account\":\"troll\",\"network\":\"10.0.0.1\"}",
                "{\"nick\":\"1troll\"}",
                "{\"nick\":\"\"}",
                "{\"nick\":\"guest-3f2a\"}",
                "{\"network\":\"example.com\"}",
                "{\"network\":\"10.0.0.0/33\"}"
            })
    void requestWithoutExactlyOneValidTargetIsRefused(String body) {
        assertBadArgument(() -> parse(body).validate(RestrictionKind.BAN));
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
                () -> withDuration(duration).validate(RestrictionKind.BAN).duration());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "P3650D", "P1DT12H"})
    void durationFromASecondToTenYearsIsAccepted(String duration) {
        assertThat(withDuration(duration).validate(RestrictionKind.BAN).duration())
                .isEqualTo(Duration.parse(duration));
    }

    @Test
    void reasonAbove300CharactersIsRefused() {
        assertThat(withReason("x".repeat(300)).validate(RestrictionKind.BAN).reason())
                .hasSize(300);
        assertBadArgument(
                () -> withReason("x".repeat(301)).validate(RestrictionKind.BAN).reason());
    }

    @Test
    void reasonIsSanitizedAndABlankOneGetsTheDefault() {
        assertThat(withReason("sp\\u001b[1mam\\n").validate(RestrictionKind.BAN).reason())
                .isEqualTo("spam");
        assertThat(withReason(" ").validate(RestrictionKind.BAN).reason()).isEqualTo("an operator banned you");
    }

    private static RestrictionRequest withDuration(String duration) {
        return parse("{\"nick\":\"troll\",\"duration\":\"" + duration + "\"}");
    }

    private static RestrictionRequest withReason(String reason) {
        return parse("{\"nick\":\"troll\",\"reason\":\"" + reason + "\"}");
    }

    private static RestrictionRequest parse(String body) {
        return new JsonMapper().readValue(body, RestrictionRequest.class);
    }

    private static void assertBadArgument(ThrowingCallable check) {
        assertThatThrownBy(check)
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        error -> assertThat(error.code()).isEqualTo("bad-argument"));
    }
}
