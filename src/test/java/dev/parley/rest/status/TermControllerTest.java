package dev.parley.rest.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@StartedParley
class TermControllerTest {
    @Autowired
    OperatorClient operator;

    @Test
    void currentTermIsThatOfThisProcess() {
        JsonNode current = operator.get("/api/v1/terms").json().at("/items/0");
        assertThat(current.get("number").asLong()).isPositive();
        assertThat(current.get("process").asString())
                .startsWith("Parley with pid " + ProcessHandle.current().pid() + " on ");
        assertThat(current.get("endedAt").isNull()).isTrue();
        assertThat(current.get("endReason").isNull()).isTrue();
    }
}
