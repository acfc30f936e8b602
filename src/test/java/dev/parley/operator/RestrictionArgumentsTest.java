package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.Nick;
import dev.parley.moderation.Target;
import dev.parley.session.Network;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedSanctionTest {
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
    void aDurationComesFirstOrNotAtAll(String text, Duration duration, String reason) {
        NewSanction typed = TypedSanction.of("bob", text);
        assertThat(typed.checkedDuration()).isEqualTo(duration);
        assertThat(typed.checkedReason("none")).isEqualTo(reason.isEmpty() ? "none" : reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 hours", "1w", "0s", "99999999d", "7D8", "P7", "PT1X spam", "1h30m"})
    void whatLooksLikeADurationIsNeverForGood(String text) {
        assertThatThrownBy(() -> TypedSanction.of("bob", text).checkedDuration())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("bad-argument"));
    }

    @Test
    void aTargetIsANameAnAccountOrANetwork() {
        assertThat(TypedSanction.of("Bob", "").checkedTarget()).isEqualTo(new Target.Name(new Nick("Bob")));
        assertThat(TypedSanction.of("@bob", "").checkedTarget()).isEqualTo(new Target.Account(new Nick("bob")));
        assertThat(TypedSanction.of("192.0.2.7", "").checkedTarget()).isEqualTo(from("192.0.2.7"));
        assertThat(TypedSanction.of("10.0.0.0/8", "").checkedTarget()).isEqualTo(from("10.0.0.0/8"));
        assertThat(TypedSanction.of("2001:db8::1", "").checkedTarget()).isEqualTo(from("2001:db8::1"));
        assertThatThrownBy(() -> TypedSanction.of("@", "").checkedTarget()).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> TypedSanction.of("10.0.0.0/99", "").checkedTarget())
                .isInstanceOf(Problem.class);
    }

    private static Target from(String network) {
        return new Target.From(Network.of(network).orElseThrow());
    }
}
