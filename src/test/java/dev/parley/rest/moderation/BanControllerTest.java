package dev.parley.rest.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.moderation.Bans;
import dev.parley.moderation.Target;
import dev.parley.protocol.Nick;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class BanControllerTest {
    private static final String BANS = "/api/v1/bans";

    @Autowired
    OperatorClient operator;

    @Autowired
    Bans bans;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    @AfterEach
    void nobodyIsBanned() {
        bans.after(null).forEach(ban -> bans.remove(ban.id()));
        bans.store();
    }

    @Test
    void banHasExactlyTheDocumentedFields() {
        JsonNode ban = ban("{\"nick\":\"troll\",\"duration\":\"PT1H\",\"reason\":\"spam\"}");

        assertThat(ban.propertyNames())
                .containsExactly(
                        "id",
                        "nick",
                        "network",
                        "account",
                        "reason",
                        "createdAt",
                        "createdBy",
                        "expiresAt",
                        "clients",
                        "action");
        assertThat(ban.get("id").asString()).matches("[0-9a-z]{1,13}");
        assertThat(ban.get("nick").asString()).isEqualTo("troll");
        assertThat(ban.get("network").isNull()).isTrue();
        assertThat(ban.get("account").isNull()).isTrue();
        assertThat(ban.get("reason").asString()).isEqualTo("spam");
        assertThat(ban.get("createdBy").asString()).isEqualTo("token");
        Instant created = Instant.parse(ban.get("createdAt").asString());
        assertThat(Duration.between(created, Instant.now())).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(Instant.parse(ban.get("expiresAt").asString())).isEqualTo(created.plus(Duration.ofHours(1)));
        assertThat(ban.get("clients").toString()).isEqualTo("[]");
        assertThat(operator.get(BANS).items())
                .singleElement()
                .satisfies(listed -> assertThat(listed.toString()).isEqualTo(listed(ban)));
    }

    @Test
    void banWithoutDurationAndReasonIsPermanentWithADefaultReason() {
        JsonNode ban = ban("{\"network\":\"192.0.2.7\",\"reason\":\" \"}");

        assertThat(ban.get("network").asString()).isEqualTo("192.0.2.7/32");
        assertThat(ban.get("nick").isNull()).isTrue();
        assertThat(ban.get("expiresAt").isNull()).isTrue();
        assertThat(ban.get("reason").asString()).isEqualTo("an operator banned you");
    }

    /** All of it is in RestrictionRequestTest. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"nick\":\"guest-3f2a\"}",
                "{\"nick\":\"troll\",\"duration\":\"1h\"}",
                "{\"nick\":\"troll\",\"reason\":7e}"
            })
    void invalidBanIsRefused(String body) {
        var reply = operator.post(BANS, body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
        assertThat(bans.bans()).isZero();
    }

    @Test
    void riskyBanIsRefusedWithoutForce() {
        var refused = operator.post(BANS, "{\"network\":\"127.0.0.0/8\"}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("needs-force");
        assertThat(refused.json().get("clients").asInt()).isZero();
        assertThat(refused.json().get("warnings"))
                .extracting(warning -> warning.get("code").asString())
                .containsExactly("private-range", "own-session");
        assertThat(refused.json().get("warnings"))
                .allMatch(warning -> warning.get("needsForce").asBoolean());
        assertThat(operator.get(BANS).items()).isEmpty();
        assertThat(operator.post(BANS, "{\"network\":\"127.0.0.0/8\",\"force\":false}")
                        .status())
                .isEqualTo(409);
        assertThat(operator.post(BANS + "?force=true", "{\"network\":\"10.0.0.9\"}")
                        .status())
                .isEqualTo(201);
        ban("{\"network\":\"10.0.0.9\",\"force\":true}");
        ban("{\"network\":\"203.0.113.9\"}");
    }

    @Test
    void dryRunShowsClientsAndWarningsWithoutBanning() {
        var dry = operator.post(BANS + "?dryRun=true", "{\"network\":\"127.0.0.9\",\"force\":true}");

        assertThat(dry.status()).isEqualTo(200);
        assertThat(dry.json().propertyNames()).containsExactly("clients", "warnings");
        assertThat(dry.json().get("clients").toString()).isEqualTo("[]");
        assertThat(dry.json().get("warnings")).singleElement().satisfies(warning -> {
            assertThat(warning.propertyNames()).containsExactly("code", "text", "needsForce");
            assertThat(warning.get("code").asString()).isEqualTo("private-range");
            assertThat(warning.get("needsForce").asBoolean()).isTrue();
        });
        assertThat(operator.post(BANS + "?dryRun", "{\"nick\":\"troll\"}").status())
                .isEqualTo(200);
        assertThat(bans.bans()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"?dryRun=yes, {}", "?dryRun=true, {}", "?force=1, {\"nick\":\"troll\"}"})
    void invalidDryRunIsRefused(String parameters, String body) {
        assertThat(operator.post(BANS + parameters, body).text("code")).isEqualTo("bad-argument");
        assertThat(bans.bans()).isZero();
    }

    @Test
    void secondBanOnATargetReplacesTheFirst() {
        String first = ban("{\"nick\":\"troll\",\"duration\":\"PT1H\",\"reason\":\"spam\"}")
                .get("id")
                .asString();

        var second = operator.send(operator.request(BANS, operator.newToken("admin"))
                .header("Content-Type", OperatorClient.JSON)
                .POST(BodyPublishers.ofString("{\"nick\":\"TROLL\",\"reason\":\"and flood\"}")));

        assertThat(second.text("id")).isEqualTo(first);
        assertThat(operator.get(BANS).items()).singleElement().satisfies(listed -> {
            assertThat(listed.get("reason").asString()).isEqualTo("and flood");
            assertThat(listed.get("createdBy").asString()).startsWith("token:admin-");
            assertThat(listed.get("expiresAt").isNull()).isTrue();
        });
    }

    @Test
    void pagesShowEveryBanOnceInOrderOfCreation() {
        ban("{\"nick\":\"b\"}");
        ban("{\"nick\":\"c\"}");
        ban("{\"nick\":\"a\"}");

        assertThat(operator.all(BANS, 1))
                .extracting(ban -> ban.get("nick").asString())
                .containsExactly("b", "c", "a");
        assertThat(operator.get(BANS + "?cursor=a.b").text("code")).isEqualTo("bad-argument");
        assertThat(operator.get(BANS + "?limit=201").text("code")).isEqualTo("bad-argument");
    }

    @Test
    void bansAreFoundByTheClientThatTheyAffect() {
        ban("{\"nick\":\"Troll\",\"reason\":\"spam\"}");
        ban("{\"network\":\"203.0.113.0/24\",\"reason\":\"spam\"}");
        ban("{\"network\":\"2001:db8::/32\",\"reason\":\"noise\"}");
        ban("{\"account\":\"troll\",\"reason\":\"noise\"}");

        assertThat(targets("?ip=203.0.113.7")).containsExactly("203.0.113.0/24");
        assertThat(targets("?ip=203.0.0.0/16")).containsExactly("203.0.113.0/24");
        assertThat(targets("?ip=2001:db8::1")).containsExactly("2001:db8:0:0:0:0:0:0/32");
        assertThat(targets("?ip=192.0.2.1")).isEmpty();
        assertThat(targets("?nick=troll")).containsExactly("Troll");
        assertThat(targets("?account=TROLL")).containsExactly("troll");
        assertThat(targets("?ip=203.0.113.7&nick=troll&account=ann")).containsExactly("Troll", "203.0.113.0/24");
        assertThat(targets("?nick=troll&account=troll&q=noise")).containsExactly("troll");
        for (String invalid : List.of("ip=203.0.113", "ip=", "nick=", "nick=a%20b", "account=-")) {
            assertThat(operator.get(BANS + "?" + invalid).text("code"))
                    .as(invalid)
                    .isEqualTo("bad-argument");
        }
    }

    @Test
    void bansAreFoundByAPartOfTheirTargetOrReasonAndListedNewestFirst() {
        ban("{\"nick\":\"Troll-1\",\"reason\":\"spam\"}");
        ban("{\"network\":\"203.0.113.0/24\",\"reason\":\"Trolling\"}");
        ban("{\"account\":\"ann\",\"reason\":\"spam\"}");

        assertThat(targets("?sort=-createdAt")).containsExactly("ann", "203.0.113.0/24", "Troll-1");
        assertThat(targets("?sort=createdAt&q=TROLL")).containsExactly("Troll-1", "203.0.113.0/24");
        assertThat(targets("?q=3.0.113")).containsExactly("203.0.113.0/24");
        assertThat(targets("?q=spam&sort=-createdAt&limit=1")).containsExactly("ann");
        assertThat(operator.all(BANS, 1, "&q=spam&sort=-createdAt"))
                .extracting(BanControllerTest::target)
                .containsExactly("ann", "Troll-1");
        assertThat(operator.get(BANS + "?sort=reason").text("code")).isEqualTo("bad-argument");
        assertThat(operator.get(BANS + "?sort=").text("code")).isEqualTo("bad-argument");
        assertThat(operator.get(BANS + "?sort=-createdAt&cursor=-").text("code"))
                .isEqualTo("bad-argument");
    }

    private List<String> targets(String query) {
        return operator.get(BANS + query).items().stream()
                .map(BanControllerTest::target)
                .toList();
    }

    private static String target(JsonNode ban) {
        return Stream.of("nick", "network", "account")
                .map(ban::get)
                .filter(value -> !value.isNull())
                .map(JsonNode::asString)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void banCanBeRemovedOnlyOnce() {
        JsonNode ban = ban("{\"nick\":\"troll\"}");
        String path = BANS + "/" + ban.get("id").asString();

        var back = operator.delete(path);

        assertThat(back.status()).isEqualTo(200);
        assertThat(back.json().propertyNames()).contains("action");
        assertThat(listed(back.json())).isEqualTo(listed(ban));
        assertThat(operator.get(BANS).items()).isEmpty();
        var again = operator.delete(path);
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.text("code")).isEqualTo("no-such-ban");
    }

    @Test
    void banAbove10000IsRefused() {
        for (int i = 0; i < Bans.MAX_RESTRICTIONS; i++) {
            bans.add(new Target.ByNick(new Nick("n" + i)), "spam", null, "token");
        }

        var reply = operator.post(BANS, "{\"nick\":\"troll\"}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("code")).isEqualTo("too-many-bans");
    }

    @Test
    void acknowledgedBanChangesAreStored() {
        String id = ban("{\"nick\":\"troll\"}").get("id").asString();
        assertThat(storedNumbers()).containsExactly(Long.parseLong(id, Character.MAX_RADIX));

        operator.delete(BANS + "/" + id);
        assertThat(storedNumbers()).isEmpty();
    }

    @Test
    void unstoredBanTakesEffectAndIsReported() {
        String id = ban("{\"nick\":\"reformed\"}").get("id").asString();
        jdbc.sql("ALTER TABLE ban RENAME TO broken").update();
        try {
            assertUnavailable(operator.post(BANS, "{\"nick\":\"troll\"}"), "is in force");
            assertUnavailable(operator.delete(BANS + "/" + id), "is removed");
            assertThat(operator.get(BANS).items())
                    .extracting(ban -> ban.get("nick").asString())
                    .containsExactly("troll");
        } finally {
            jdbc.sql("ALTER TABLE broken RENAME TO ban").update();
        }

        operator.post(BANS, "{\"nick\":\"other\"}");

        assertThat(storedNumbers()).as("the troll's too").hasSize(2);
    }

    private List<Long> storedNumbers() {
        return jdbc.sql("SELECT number FROM ban").query(Long.class).list();
    }

    private static void assertUnavailable(OperatorClient.HttpReply reply, String detail) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text("code")).isEqualTo("unavailable");
        assertThat(reply.text("detail")).contains(detail);
    }

    @Test
    void bansAndRefusedBansAreLogged(CapturedOutput output) {
        String id = ban("{\"nick\":\"troll\",\"reason\":\"\\\"spam\\\"\"}")
                .get("id")
                .asString();
        operator.post(BANS, "{\"network\":\"nowhere\"}");
        operator.delete(BANS + "/" + id);
        operator.delete(BANS + "/" + id);

        String actor = "actor=\"token\" address=127.0.0.1 ";
        assertThat(output)
                .contains(
                        actor + "action=ban target=\"troll\" reason=\"\\\"spam\\\"\" result=\"banned permanently, id "
                                + id + ", disconnected clients: 0\"",
                        actor + "action=ban target=\"nowhere\" reason=\"an operator banned you\""
                                + " result=\"bad-argument\"",
                        actor + "action=unban target=\"" + id + " (troll)\" reason=\"\""
                                + " result=\"removed the ban of troll\"",
                        actor + "action=unban target=\"" + id + "\" reason=\"\" result=\"no-such-ban\"");
    }

    private JsonNode ban(String body) {
        var reply = operator.post(BANS, body);
        assertThat(reply.status()).isEqualTo(201);
        return reply.json();
    }

    /** As it is in the list. */
    private static String listed(JsonNode made) {
        return made.toString().replaceFirst(",\"(clients|action)\":.*", "}");
    }
}
