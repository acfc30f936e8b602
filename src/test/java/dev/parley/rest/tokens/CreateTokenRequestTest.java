package dev.parley.rest.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.rest.problem.ApiProblem;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CreateTokenRequestTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"name\":\"a b\"}"})
    void missingOrInvalidTokenNameIsRefused(String body) {
        assertBadArgument(() -> parse(body).checkedName());
    }

    @Test
    void tokenNameAbove64CharactersIsRefused() {
        assertThat(named("n".repeat(64)).checkedName()).hasSize(64);
        assertBadArgument(() -> named("n".repeat(65)).checkedName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"role\":\"root\"}", "{\"role\":\"ADMIN\"}"})
    void unknownRoleIsRefused(String body) {
        assertBadArgument(() -> parse(body).checkedRole());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"duration\":\"1 day\"}",
                "{\"duration\":\"PT0S\"}",
                "{\"duration\":\"-PT1H\"}",
                "{\"duration\":\"P999999999D\"}",
                "{\"expiresAt\":\"tomorrow\"}",
                "{\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
                "{\"expiresAt\":\"+999999999-01-01T00:00:00Z\"}",
                "{\"duration\":\"P1D\",\"expiresAt\":\"2030-01-01T00:00:00Z\"}"
            })
    void tokenExpiryThatIsAmbiguousOrOutsideTenYearsIsRefused(String body) {
        assertBadArgument(() -> parse(body).checkedExpiry(NOW));
    }

    @Test
    void tokenExpiryIsReadFromATimeOrADurationOrIsAbsent() {
        assertThat(parse("{\"duration\":\"P1D\"}").checkedExpiry(NOW)).isEqualTo(NOW.plus(Duration.ofDays(1)));
        assertThat(parse("{\"expiresAt\":\"2030-01-01T00:00:00Z\"}").checkedExpiry(NOW))
                .isEqualTo("2030-01-01T00:00:00Z");
        assertThat(parse("{}").checkedExpiry(NOW)).isNull();
    }

    private static CreateTokenRequest named(String name) {
        return parse("{\"name\":\"" + name + "\"}");
    }

    private static CreateTokenRequest parse(String body) {
        return new JsonMapper().readValue(body, CreateTokenRequest.class);
    }

    private static void assertBadArgument(ThrowingCallable check) {
        assertThatThrownBy(check)
                .isInstanceOfSatisfying(
                        ApiProblem.class, problem -> assertThat(problem.code()).isEqualTo("bad-argument"));
    }
}
