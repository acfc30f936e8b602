package dev.parley.rest.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class AccountControllerTest {
    private static final String OWNED = "/api/v1/accounts/olaf/password";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void passwordResetReplacesTheOldPassword(CapturedOutput output) throws IOException {
        try (var olaf = ChatUser.silent(chat.port())) {
            olaf.say("/register olaf correct-horse-9");
            olaf.hear("*** You are olaf");
            assertThat(operator.get("/api/v1/clients?nick=olaf")
                            .items()
                            .getFirst()
                            .get("account")
                            .asString())
                    .isEqualTo("olaf");
        }

        var reset = operator.put(OWNED, "{\"password\":\"other-battery-8\"}");

        assertThat(reset.status()).isEqualTo(200);
        assertThat(reset.json().toString()).isEqualTo("{\"name\":\"olaf\"}");
        try (var olaf = ChatUser.silent(chat.port())) {
            olaf.say("/login olaf correct-horse-9");
            olaf.hearLike("*** error auth-failed: ");
            olaf.say("/login olaf other-battery-8");
            olaf.hear("*** You are olaf");
            olaf.say("/drop other-battery-8");
        }
        assertThat(output)
                .contains("action=reset-password target=\"olaf\" reason=\"\" result=\"changed\"")
                .doesNotContain("horse", "battery");
    }

    @Test
    void passwordSetByRestMatchesInComposedAndDecomposedForm() throws IOException {
        operator.post("/api/v1/accounts", "{\"name\":\"zoe\",\"password\":\"tie\u0302\u0301ng-horse-9\"}");
        try (var zoe = ChatUser.silent(chat.port())) {
            zoe.say("/login zoe ti\u1ebfng-horse-9");
            zoe.hear("*** You are zoe");
            operator.put("/api/v1/accounts/zoe/password", "{\"password\":\"ti\u1ebfng-other-8\"}");
            zoe.say("/logout");
            zoe.hearLike("You are guest-");
            zoe.say("/login zoe tie\u0302\u0301ng-other-8");
            zoe.hear("*** You are zoe");
            zoe.say("/drop ti\u1ebfng-other-8");
            zoe.hearLike("You are guest-");
        }
    }

    @Test
    void passwordResetOfAnUnknownAccountIsNotFound() {
        var reply = operator.put("/api/v1/accounts/nobody/password", "{\"password\":\"other-battery-8\"}");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("code")).isEqualTo("no-such-account");
        assertThat(operator.put("/api/v1/accounts/9/password", "{\"password\":\"other-battery-8\"}")
                        .text("code"))
                .isEqualTo("no-such-account");
    }

    @Test
    void passwordResetRefusesAnEasyPassword() {
        var reply = operator.put(OWNED, "{\"password\":\"password\"}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(operator.put(OWNED, "{}").text("code")).isEqualTo("bad-argument");
    }

    @Test
    void accountCanBeCreatedListedAndDropped() throws IOException {
        String accounts = "/api/v1/accounts";
        var made = operator.post(accounts, "{\"name\":\"Made\",\"password\":\"other-battery-8\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().get("online").asBoolean()).isFalse();
        assertThat(operator.post(accounts, "{\"name\":\"made\",\"password\":\"other-battery-8\"}")
                        .text("code"))
                .isEqualTo("account-exists");
        operator.post(accounts, "{\"name\":\"made-2\",\"password\":\"other-battery-8\"}");
        operator.post(accounts, "{\"name\":\"unmade\",\"password\":\"other-battery-8\"}");
        assertThat(names(operator.all(accounts, 1, "&q=MADE"))).containsExactly("Made", "made-2", "unmade");
        assertThat(names(operator.all(accounts, 1, "&q=+made-"))).containsExactly("made-2");
        for (String nothing : List.of("made_", "%25", "made!", "%5C")) {
            assertThat(operator.get(accounts + "?q=" + nothing).items()).isEmpty();
        }
        assertThat(operator.get(accounts + "?q=a%00").text("code")).isEqualTo("bad-argument");
        operator.delete(accounts + "/unmade");
        try (var owner = ChatUser.silent(chat.port())) {
            owner.say("/login made other-battery-8");
            owner.hear("*** You are Made");
            assertThat(operator.all(accounts, 1))
                    .filteredOn(account -> account.get("name").asString().startsWith("Made")
                            || account.get("name").asString().startsWith("made"))
                    .extracting(account -> account.get("name").asString() + account.get("online"))
                    .containsExactly("Madetrue", "made-2false");
            assertThat(operator.delete(accounts + "/made?reason=gone").status()).isEqualTo(200);
            owner.hearLike("You are guest-");
        }
        assertThat(operator.delete(accounts + "/made").text("code")).isEqualTo("no-such-account");
        operator.delete(accounts + "/made-2");
    }

    private static List<String> names(List<JsonNode> accounts) {
        return accounts.stream().map(account -> account.get("name").asString()).toList();
    }

    @Test
    void guestWithTheNameOfANewAccountIsRenamed() throws IOException {
        try (var guest = ChatUser.named("nora", chat.port());
                var witness = ChatUser.named("otto", chat.port())) {
            var made = operator.post("/api/v1/accounts", "{\"name\":\"Nora\",\"password\":\"other-battery-8\"}");
            assertThat(made.json().get("online").asBoolean()).isFalse();
            guest.hear("*** Nora is registered and you are not logged in to it");
            guest.hearLike("You are guest-");
            witness.hearLike("nora is now guest-");
            assertThat(operator.get("/api/v1/clients?nick=nora").items()).isEmpty();
            witness.say("/msg nora are you there?");
            witness.hear("*** Nora is offline; the message will be shown at the next /login");
        }
        operator.delete("/api/v1/accounts/nora");
    }

    @Test
    void accountIsOnlineUnderAnyNickAndShownInItsOwnSpelling() throws IOException {
        operator.post("/api/v1/accounts", "{\"name\":\"Paul\",\"password\":\"other-battery-8\"}");
        try (var paul = ChatUser.silent(chat.port());
                var witness = ChatUser.named("petra", chat.port())) {
            paul.say("/login pAUL other-battery-8");
            paul.hear("*** You are Paul");
            paul.say("/nick pablo");
            paul.hear("*** You are pablo");
            assertThat(listed("Paul").get("online").asBoolean()).isTrue();
            witness.say("/msg PAUL psst");
            witness.hear("[-> Paul] psst");
            paul.hear("[petra] psst");
            assertThat(operator.put("/api/v1/accounts/PAUL/password", "{\"password\":\"correct-horse-9\"}")
                            .text("name"))
                    .isEqualTo("Paul");
            JsonNode mute =
                    operator.post("/api/v1/mutes", "{\"account\":\"PAUL\"}").json();
            assertThat(mute.get("account").asString()).isEqualTo("Paul");
            operator.delete("/api/v1/mutes/" + mute.get("id").asString());
        }
        assertThat(operator.delete("/api/v1/accounts/PAUL").text("name")).isEqualTo("Paul");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nick", "account"})
    void bannedNameIsNotRegistered(String kind) throws IOException {
        String ban = operator.post("/api/v1/bans", "{\"" + kind + "\":\"quentin\",\"reason\":\"spam\"}")
                .text("id");
        try (var troll = ChatUser.silent(chat.port())) {
            troll.say("/register quentin other-battery-8");
            troll.hear("*** error banned: quentin is banned permanently: spam");
            assertThat(operator.delete("/api/v1/accounts/quentin").text("code")).isEqualTo("no-such-account");
            operator.delete("/api/v1/bans/" + ban);
            troll.say("/register quentin other-battery-8");
            troll.hear("*** You are quentin");
            troll.say("/drop other-battery-8");
            troll.hearLike("You are guest-");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"9\",\"password\":\"other-battery-8\"}",
                "{\"name\":\"server\",\"password\":\"other-battery-8\"}",
                "{\"name\":\"easy\",\"password\":\"password\"}",
                "{\"name\":\"none\"}"
            })
    void invalidAccountIsRefused(String wanted) {
        assertThat(operator.post("/api/v1/accounts", wanted).text("code")).isEqualTo("bad-argument");
    }

    @Test
    void roleCanBeGrantedShownAuditedAndRevoked() {
        operator.post("/api/v1/accounts", "{\"name\":\"Rita\",\"password\":\"correct-horse-9\"}");
        assertThat(listed("Rita").get("role").isNull()).isTrue();

        var given = operator.put("/api/v1/accounts/rita/role", "{\"role\":\"moderator\",\"reason\":\"nights\"}");

        assertThat(given.status()).isEqualTo(200);
        assertThat(given.json().propertyNames()).containsExactly("name", "createdAt", "online", "role");
        assertThat(given.text("role")).isEqualTo("moderator");
        assertThat(listed("Rita").get("role").asString()).isEqualTo("moderator");
        assertRecorded("nights", "role moderator", "{\"role\":null}", "{\"role\":\"moderator\"}");
        assertThat(operator.put("/api/v1/accounts/rita/password", "{\"password\":\"other-battery-8\"}")
                        .status())
                .isEqualTo(200);
        assertThat(listed("Rita").get("role").asString()).isEqualTo("moderator");

        assertThat(operator.put("/api/v1/accounts/rita/role", "{\"role\":null}")
                        .json()
                        .get("role")
                        .isNull())
                .isTrue();
        assertThat(listed("Rita").get("role").isNull()).isTrue();
        assertRecorded("", "role none", "{\"role\":\"moderator\"}", "{\"role\":null}");
        operator.delete("/api/v1/accounts/rita");
    }

    private JsonNode listed(String name) {
        return operator.all("/api/v1/accounts", 200).stream()
                .filter(account -> account.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void assertRecorded(String reason, String result, String before, String after) {
        JsonNode record = operator.get("/api/v1/audit").items().stream()
                .filter(one -> one.get("action").asString().equals("set-role")
                        && !one.get("result").isNull())
                .findFirst()
                .orElseThrow();
        assertThat(record.get("target").asString()).isEqualTo("rita");
        assertThat(record.get("reason").asString()).isEqualTo(reason);
        assertThat(record.get("result").asString()).isEqualTo(result);
        assertThat(record.get("before").toString()).isEqualTo(before);
        assertThat(record.get("after").toString()).isEqualTo(after);
    }

    @Test
    void unknownRoleAndRoleOfAnUnknownAccountAreRefused() {
        operator.post("/api/v1/accounts", "{\"name\":\"rolf\",\"password\":\"correct-horse-9\"}");
        for (String role : List.of("\"owner\"", "\"Admin\"", "\"\"", "[\"admin\"]")) {
            var reply = operator.put("/api/v1/accounts/rolf/role", "{\"role\":" + role + "}");
            assertThat(reply.status()).as(role).isEqualTo(400);
            assertThat(reply.text("code")).isEqualTo("bad-argument");
        }
        assertThat(listed("rolf").get("role").isNull()).isTrue();
        assertThat(operator.put("/api/v1/accounts/nobody/role", "{\"role\":\"admin\"}")
                        .text("code"))
                .isEqualTo("no-such-account");
        operator.delete("/api/v1/accounts/rolf");
    }
}
