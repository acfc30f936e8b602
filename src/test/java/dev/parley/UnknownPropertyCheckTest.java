package dev.parley;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

class UnknownPropertyCheckTest {
    private final StandardEnvironment environment = new StandardEnvironment();
    private final MutablePropertySources sources = environment.getPropertySources();

    @BeforeEach
    void useTheDefaults() throws IOException {
        sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        addYaml(new ClassPathResource("application.yml"));
    }

    @Test
    void defaultPropertiesAreAccepted() {
        isAccepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parley.tpc.port",
                "parley.sesion.format",
                "parley.limts.rooms",
                "parley.drains.window",
                "parley.histroy.mode",
                "parley.event.retention-age",
                "parley.webhook.allow-private-networks",
                "parley.account.allow-plaintext",
                "parley.admn.hosts"
            })
    void misspeltSectionsAreRefused(String name) {
        set(name, "1");
        isRefused(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parley.foo",
                "parley.data-dirs",
                "parley.tcp.prot",
                "parley.tcp.tls.bundel",
                "parley.session.formats",
                "parley.limits.room",
                "parley.drain.windows",
                "parley.history.retention",
                "parley.events.retention-bytes",
                "parley.webhooks.allow-private-network",
                "parley.accounts.allow-plain-text.x",
                "parley.admin.token-fil",
                "parley.admin.oidc.role-claims",
                "parley.limits.rooms.lobby",
                "parley.limits.rooms[0]",
                "parley.admin.hosts.first"
            })
    void misspeltPropertiesAreRefused(String name) {
        set(name, "1");
        isRefused(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley.limits", "parley.admin.oidc"})
    void valueForASectionIsRefused(String section) {
        set(section, "1");
        isRefused(section);
    }

    @Test
    void emptyKnownSectionIsAcceptedAndEmptyUnknownSectionIsRefused() throws IOException {
        addYaml("parley:\n  limits:\n");
        isAccepted();
        addYaml("parley:\n  limts:\n");
        isRefused("parley.limts");
    }

    @Test
    void systemPropertiesAreChecked() {
        sources.replace(
                StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
                new MapPropertySource(
                        StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, Map.of("parley.tcp.prot", "1")));
        isRefused("parley.tcp.prot");
    }

    @Test
    void unknownPropertiesAreNamedTogether() {
        set("parley.tpc.port", "1");
        set("parley.foo", "1");
        setVariable("PARLEY_LIMTS_ROOMS", "3");
        isRefused("PARLEY_LIMTS_ROOMS, parley.foo, parley.tpc.port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley.dataDir", "parley.limits.LINE_BYTES", "parley.admin.hosts[1]"})
    void otherSpellingsOfPropertiesAreAccepted(String name) {
        set(name, "4096");
        if (name.endsWith("[1]")) {
            set("parley.admin.hosts[0]", "chat");
        }
        isAccepted();
    }

    /** A list of another source has the higher precedence, and is read alone. */
    @Test
    void elementsOfOverriddenListsAreAccepted() throws IOException {
        addYaml("parley:\n  admin:\n    hosts: [one, two, three]\n");
        setVariable("PARLEY_ADMIN_HOSTS_0", "four");
        set("parley.admin.hosts", "five");
        isAccepted();
    }

    @ParameterizedTest
    @CsvSource({
        "PARLEY_ADMIN_TOKEN_FILE, token",
        "PARLEY_ADMIN_TOKENFILE, token",
        "PARLEY_DATA_DIR, data",
        "parley_data_dir, data",
        "parley.data-dir, data",
        "PARLEY_TCP_PORT, 1",
        "PARLEY_TCP_TLS_LOGIN_REQUIRED, true",
        "PARLEY_TCP_TLS_LOGINREQUIRED, true",
        "PARLEY_LIMITS_EXEMPT_NETWORKS_0, ::1",
        "PARLEY_LIMITS_EXEMPTNETWORKS_0_, ::1",
        "PARLEY_ADMIN_OIDC_ROLE_CLAIM, roles",
        "PARLEYFOO, 1",
        "XPARLEY_FOO, 1"
    })
    void environmentVariablesOfPropertiesAreAccepted(String variable, String value) {
        setVariable(variable, value);
        isAccepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PARLEY_FOO",
                "PARLEY_LIMTS_ROOMS",
                "PARLEY_ADMIN_TOKN_FILE",
                "PARLEY_ADMIN_TOKEN_FILE_0",
                "PARLEY_TCP_PROT",
                "PARLEY_LIMITS",
                "PARLEY_PORT",
                "PARLEY_TLS_PORT",
                "PARLEY_SERVICE",
                "parley_limts_rooms",
                "parley.limts.rooms",
                "parley.limits.room-s"
            })
    void misspeltVariablesAreRefused(String variable) {
        setVariable(variable, "7777");
        isRefused(variable);
    }

    /** The Services are named parley and parley-chat. */
    @ParameterizedTest
    @CsvSource({
        "PARLEY_SERVICE_HOST, 10.0.0.11",
        "PARLEY_SERVICE_PORT, 7777",
        "PARLEY_SERVICE_PORT_CHAT_TLS, 7777",
        "PARLEY_PORT, tcp://10.0.0.11:7777",
        "PARLEY_PORT_7777_TCP, tcp://10.0.0.11:7777",
        "PARLEY_PORT_7777_TCP_PROTO, tcp",
        "PARLEY_PORT_7777_TCP_PORT, 7777",
        "PARLEY_PORT_7777_TCP_ADDR, 10.0.0.11",
        "PARLEY_PORT_7777_UDP_ADDR, 10.0.0.11",
        "PARLEY_CHAT_SERVICE_HOST, 10.0.0.11",
        "PARLEY_CHAT_SERVICE_PORT_CHAT, 7777",
        "PARLEY_CHAT_PORT, tcp://10.0.0.11:7777",
        "PARLEY_CHAT_PORT_7777_TCP_ADDR, 10.0.0.11"
    })
    void kubernetesServiceLinkVariablesAreIgnored(String variable, String value) {
        setVariable(variable, value);
        isAccepted();
    }

    private void set(String name, String value) {
        sources.addFirst(new MapPropertySource(name, Map.of(name, value)));
    }

    private void setVariable(String name, String value) {
        sources.addFirst(new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, value)));
    }

    private void addYaml(String text) throws IOException {
        addYaml(new ByteArrayResource(text.getBytes()));
    }

    private void addYaml(Resource resource) throws IOException {
        sources.addFirst(new YamlPropertySourceLoader()
                .load(resource.getDescription(), resource)
                .getFirst());
    }

    private void isAccepted() {
        assertThatCode(new UnknownPropertyCheck(environment)::check).doesNotThrowAnyException();
    }

    private void isRefused(String names) {
        assertThatThrownBy(new UnknownPropertyCheck(environment)::check)
                .isInstanceOf(UnknownPropertyException.class)
                .hasMessage(names);
    }
}
