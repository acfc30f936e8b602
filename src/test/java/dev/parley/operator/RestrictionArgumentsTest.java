package dev.parley.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.moderation.Target;
import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestrictionArgumentsTest {
    @ParameterizedTest
    @CsvSource({
        "30m two words,  PT30M, two words",
        "45s,            PT45S, ''",
        "2h spam,        PT2H,  spam",
        "7d spam,        P7D,   spam",
        "P7D spam,       P7D,   spam",
        "PT1H30M,        PT1H30M, ''",
        "Please be kind, ,      Please be kind",
        "spam 2h,        ,      spam 2h",
        "'',             ,      ''",
    })
    void durationIsOnlyParsedAsTheFirstWord(String text, Duration duration, String reason) {
        RestrictionTerms typed = RestrictionArguments.parse("bob", text).validate(RestrictionKind.MUTE);
        assertThat(typed.duration()).isEqualTo(duration);
        assertThat(typed.reason()).isEqualTo(reason.isEmpty() ? "an operator muted you" : reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 hours", "1w", "0s", "99999999d", "7D8", "P7", "PT1X spam", "1h30m"})
    void invalidDurationsAreRejectedInsteadOfBanningForGood(String text) {
        assertThatThrownBy(() -> RestrictionArguments.parse("bob", text).validate(RestrictionKind.MUTE))
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        error -> assertThat(error.code()).isEqualTo("bad-argument"));
    }

    @Test
    void targetIsParsedAsNickAccountOrNetwork() {
        assertThat(RestrictionArguments.parse("Bob", "").validTarget()).isEqualTo(new Target.ByNick(new Nick("Bob")));
        assertThat(RestrictionArguments.parse("@bob", "").validTarget())
                .isEqualTo(new Target.ByAccount(new Nick("bob")));
        assertThat(RestrictionArguments.parse("192.0.2.7", "").validTarget()).isEqualTo(from("192.0.2.7"));
        assertThat(RestrictionArguments.parse("10.0.0.0/8", "").validTarget()).isEqualTo(from("10.0.0.0/8"));
        assertThat(RestrictionArguments.parse("2001:db8::1", "").validTarget()).isEqualTo(from("2001:db8::1"));
        assertThatThrownBy(() -> RestrictionArguments.parse("@", "").validTarget())
                .isInstanceOf(OperatorException.class);
        assertThatThrownBy(() -> RestrictionArguments.parse("10.0.0.0/99", "").validTarget())
                .isInstanceOf(OperatorException.class);
    }

    private static Target from(String network) {
        return new Target.ByNetwork(IpNetwork.of(network).orElseThrow());
    }
}
