package dev.parley.rest.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class ApiExceptionHandlerTest {
    private static final String ANNOUNCEMENTS = "/api/v1/announcements";

    @Autowired
    OperatorClient operator;

    @ParameterizedTest
    @CsvSource({
        "GET,    /nothing,                        404, not-found",
        "GET,    /,                               404, not-found",
        "GET,    /error,                          404, not-found",
        "GET,    /api/v1/clients/none,            404, no-such-client",
        "GET,    /api/v1/clients/a-b,             404, no-such-client",
        "DELETE, /api/v1/clients/none,            404, no-such-client",
        "GET,    /api/v1/clients?limit=0,         400, bad-argument",
        "GET,    /api/v1/clients?limit=201,       400, bad-argument",
        "GET,    /api/v1/clients?limit=x,         400, bad-argument",
        "GET,    /api/v1/clients?cursor=%21,      400, bad-argument",
        "GET,    /api/v1/clients?cursor=,         400, bad-argument",
        "GET,    /api/v1/rooms?limit=201,         400, bad-argument",
        "GET,    /api/v1/rooms?cursor=%23x,       400, bad-argument",
        "GET,    /api/v1/rooms/%23lobby/messages, 400, bad-argument",
        "PUT,    /api/v1/clients,                 405, method-not-allowed",
        "PATCH,  /api/v1/rooms,                   405, method-not-allowed",
        "GET,    /api/v1/announcements,           405, method-not-allowed",
        "TRACE,  /api/v1/clients,                 405, method-not-allowed",
        "GET,    /a;b,                            400, bad-argument",
        "GET,    /a//b,                           400, bad-argument",
        "GET,    /a%2fb,                          400, bad-argument",
        "GET,    /%00,                            400, bad-argument",
    })
    void everyErrorIsReturnedAsAProblemWithACode(String method, String path, int status, String code) {
        var request = operator.request(path).method(method, BodyPublishers.noBody());
        assertProblem(operator.send(request), status, code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET //",
                "GET ///",
                "GET //a:b",
                "GET /;x",
                "GET /%",
                "GET /%25",
                "GET /a%00b",
                "GET /..",
                "GET /a|b",
                "GET /api/v1/clients?nick=%zz",
                "FOO /",
                "GET /%zz",
                "GET /a;%u002e",
                "GET nonsense"
            })
    void unreadableHttpRequestIsAnsweredWithAProblem(String requestLine) {
        assertProblem(operator.raw(requestLine), 400, "bad-argument");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "\"text\"", "{\"text\":{}}"})
    void malformedBodyIsAnsweredWithAProblem(String body) {
        assertProblem(operator.post(ANNOUNCEMENTS, body), 400, "bad-argument");
    }

    @Test
    void unreadableValueIsNamedInTheError() {
        assertThat(operator.post(ANNOUNCEMENTS, "{\"text\":{}}").text("detail"))
                .isEqualTo("The value of \"text\" cannot be read.");
        assertThat(operator.get("/api/v1/clients?limit=x").text("detail")).isEqualTo("\"limit\" cannot be \"x\".");
    }

    @Test
    void bodyAbove64KiBIsRefused() {
        String tooLarge = "x".repeat(64 * 1024 + 1);
        var chunks = BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(tooLarge.getBytes(StandardCharsets.US_ASCII)));

        assertProblem(operator.post(ANNOUNCEMENTS, tooLarge), 413, "too-large");
        assertProblem(operator.send(json(ANNOUNCEMENTS).POST(chunks)), 413, "too-large");
        assertProblem(operator.post(ANNOUNCEMENTS, "x".repeat(64 * 1024)), 400, "bad-argument");
    }

    @Test
    void bodyThatIsNotJsonIsRefused() {
        var body = BodyPublishers.ofString("{\"text\":\"hi\"}");

        var untyped = operator.request(ANNOUNCEMENTS).POST(body);
        var text = operator.request(ANNOUNCEMENTS)
                .header("Content-Type", "text/plain")
                .POST(body);

        assertProblem(operator.send(untyped), 415, "unsupported-media-type");
        assertProblem(operator.send(text), 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "nonsense"})
    void requestThatDoesNotAcceptJsonIsRefused(String accepted) {
        var request = operator.request("/api/v1/clients").header("Accept", accepted);
        assertProblem(operator.send(request), 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json", "nonsense"})
    void problemIsReturnedWhateverTheAcceptHeader(String accepted) {
        var request = operator.request("/nothing").header("Accept", accepted);
        assertProblem(operator.send(request), 404, "not-found");
    }

    @Test
    void internalErrorIsLoggedWithoutDetailsInTheResponse(CapturedOutput output) {
        var mvc = MockMvcTester.create(MockMvcBuilders.standaloneSetup(new Broken())
                .setControllerAdvice(new ApiExceptionHandler())
                .build());

        assertThat(mvc.perform(get("/broken")))
                .hasStatus(500)
                .bodyText()
                .contains("\"code\":\"internal\"")
                .doesNotContain("secret", "Exception");
        assertThat(output).contains("IllegalStateException: secret");
    }

    private HttpRequest.Builder json(String path) {
        return operator.request(path).header("Content-Type", OperatorClient.JSON);
    }

    private static void assertProblem(OperatorClient.HttpReply reply, int status, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.json().get("status").asInt()).isEqualTo(status);
        assertThat(reply.text("title")).isNotBlank();
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.json().has("trace")).isFalse();
    }

    @RestController
    static class Broken {
        @GetMapping("/broken")
        String fail() {
            throw new IllegalStateException("secret");
        }
    }
}
