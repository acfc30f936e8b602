package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.operator.Permission;
import dev.parley.operator.Role;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.StartedParley;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Each route there is, with each role. */
@StartedParley
class RolesTest {
    private static final Map<Role, Set<Permission>> RIGHTS = Map.of(
            Role.POSTER, Set.of(Permission.IDENTIFY, Permission.POST),
            Role.VIEWER, Set.of(Permission.IDENTIFY, Permission.READ),
            Role.MODERATOR, Set.of(Permission.IDENTIFY, Permission.POST, Permission.READ, Permission.MODERATE),
            Role.ADMIN, Set.of(Permission.values()),
            Role.AUDITOR, Set.of(Permission.IDENTIFY, Permission.AUDIT));

    @Autowired
    OperatorClient operator;

    @Autowired
    RequestMappingHandlerMapping requestMappingHandlerMapping;

    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, String path, Permission needed) {}

    @BeforeEach
    void routes() {
        requestMappingHandlerMapping.getHandlerMethods().forEach((info, handler) -> {
            if (handler.getBeanType().getName().startsWith("dev.parley")) {
                RequiresPermission needs = handler.getMethodAnnotation(RequiresPermission.class);
                assertThat(needs).as("@Needs of %s", handler).isNotNull();
                addRoutes(info, needs.value());
            }
        });
        assertThat(routes).hasSizeGreaterThan(20);
    }

    private void addRoutes(RequestMappingInfo info, Permission needed) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        for (var method : methods.isEmpty() ? Set.of(RequestMethod.GET) : methods) {
            for (String pattern : info.getPatternValues()) {
                routes.add(new Route(method.name(), pattern.replaceAll("\\{[^}]*}", "none"), needed));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void roleIsGrantedExactlyTheRoutesOfItsPermissions(Role role) {
        String token = operator.newToken(role.label());

        for (Route route : routes) {
            boolean isAllowed = RIGHTS.get(role).contains(route.needed());
            assertThat(isGranted(role, route)).as("%s as %s", route, role).isEqualTo(isAllowed);
            if (!isAllowed) {
                assertRefused(token, route);
            }
        }
    }

    /** Asked directly: to do all that an admin may would leave nothing of the service. */
    private boolean isGranted(Role role, Route route) {
        var request = new MockHttpServletRequest(route.method(), route.path());
        return new PermissionAuthorizationManager(requestMappingHandlerMapping)
                .authorize(
                        () -> RequestOperator.known("x", Optional.of(role)), new RequestAuthorizationContext(request))
                .isGranted();
    }

    private void assertRefused(String token, Route route) {
        var reply =
                operator.send(operator.request(route.path(), token).method(route.method(), BodyPublishers.noBody()));

        assertThat(reply.status()).as("%s", route).isEqualTo(403);
        assertThat(reply.text("code")).isEqualTo("forbidden");
        assertThat(reply.text("detail")).isEqualTo("This needs the role " + Role.having(route.needed()) + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "viewer,    GET,    /api/v1/clients,            200",
        "viewer,    GET,    /api/v1/rooms/x/messages,   200",
        "viewer,    HEAD,   /api/v1/clients,            200",
        "viewer,    DELETE, /api/v1/clients/none,       403",
        "viewer,    POST,   /api/v1/bans,               403",
        "viewer,    POST,   /api/v1/announcements,      403",
        "moderator, DELETE, /api/v1/clients/none,       404",
        "moderator, DELETE, /api/v1/bans/none,          404",
        "moderator, POST,   /api/v1/drain,              403",
        "moderator, PUT,    /api/v1/loggers/dev.parley, 403",
        "moderator, GET,    /api/v1/tokens,             403",
        "moderator, GET,    /api/v1/backup,             403",
        "admin,     GET,    /api/v1/tokens,             200",
        "auditor,   GET,    /api/v1/clients,            403",
        "auditor,   GET,    /nothing,                   404",
        "auditor,   PATCH,  /api/v1/rooms,              405",
        "admin,     OPTIONS,/api/v1/clients,            403",
    })
    void requestIsAnsweredAccordingToTheRole(String role, String method, String path, int status) {
        var request = operator.request(path, operator.newToken(role)).method(method, BodyPublishers.noBody());
        assertThat(operator.send(request).status()).isEqualTo(status);
    }

    @Test
    void endpointWithoutADeclaredPermissionIsForbidden() throws NoSuchMethodException {
        var forgotten = RequestMappingInfo.paths("/forgotten")
                .options(requestMappingHandlerMapping.getBuilderConfiguration())
                .build();
        requestMappingHandlerMapping.registerMapping(
                forgotten, new Forgetful(), Forgetful.class.getDeclaredMethod("forgotten"));
        try {
            var reply = operator.get("/forgotten");

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text("code")).isEqualTo("forbidden");
        } finally {
            requestMappingHandlerMapping.unregisterMapping(forgotten);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "moderator, \"duration\":\"P7D\", 201",
        "moderator, \"duration\":\"P7DT1S\", 403",
        "moderator, \"reason\":\"for good\", 403",
        "admin,     \"reason\":\"for good\", 201",
    })
    void moderatorCanBanForAWeekAtMost(String role, String field, int status) {
        var body = BodyPublishers.ofString("{\"nick\":\"rolf\"," + field + "}");
        var request = operator.request("/api/v1/bans", operator.newToken(role))
                .header("Content-Type", OperatorClient.JSON)
                .POST(body);

        var reply = operator.send(request);

        assertThat(reply.status()).isEqualTo(status);
        if (status == 201) {
            operator.delete("/api/v1/bans/" + reply.text("id"));
        } else {
            assertThat(reply.text("code")).isEqualTo("forbidden");
            assertThat(reply.text("detail")).contains("P7D");
        }
    }

    static final class Forgetful {
        void forgotten() {}
    }
}
