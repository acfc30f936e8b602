package dev.parley.tcp.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class RejectReasonTest {
    @ParameterizedTest
    @EnumSource
    void rejectionIsOneLineInTheStartFormatOfThePort(RejectReason reason) {
        String json = line(reason, true);
        assertThat(json).endsWith("}\n").hasLineCount(1);
        var fields = new JsonMapper().readTree(json);
        assertThat(fields.propertyNames()).containsExactly("type", "code", "text");
        assertThat(fields.get("type").asString()).isEqualTo("error");
        assertThat(fields.get("code").asString()).isEqualTo(reason.label());
        assertThat(line(reason, false))
                .isEqualTo("*** error " + reason.label() + ": "
                        + fields.get("text").asString() + "\n");
    }

    private static String line(RejectReason reason, boolean json) {
        var listener = new ListenerSettings(
                "plain", "parley.tcp", InetAddress.getLoopbackAddress(), 0, false, address -> false, json);
        return new String(reason.line(listener), StandardCharsets.UTF_8);
    }
}
