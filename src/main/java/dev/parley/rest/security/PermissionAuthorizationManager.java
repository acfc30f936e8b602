package dev.parley.rest.security;

import dev.parley.operator.Permission;
import dev.parley.operator.Role;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.MissingPermission;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Checks that the caller's role has the permission that the handler method declares with {@link RequiresPermission}.
 * The method is found by the dispatcher's own mapping, so a path cannot be interpreted in two ways.
 */
final class PermissionAuthorizationManager implements AuthorizationManager<RequestAuthorizationContext> {
    private static final AuthorizationResult NOBODY = new AuthorizationDecision(false);
    private static final AuthorizationResult ALLOWED = new AuthorizationDecision(true);

    private final HandlerMapping mapping;

    PermissionAuthorizationManager(HandlerMapping mapping) {
        this.mapping = mapping;
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        Authentication caller = authentication.get();
        if (caller == null || caller instanceof AnonymousAuthenticationToken || !caller.isAuthenticated()) {
            return NOBODY;
        }
        try {
            HandlerExecutionChain chain = handler(context.getRequest());
            return chain == null ? ALLOWED : decide(RequestOperator.role(caller), chain.getHandler());
        } catch (ServletException e) { // the dispatcher finds no handler either, and reports the error
            return ALLOWED;
        }
    }

    private static AuthorizationResult decide(Optional<Role> role, Object handler) {
        RequiresPermission needs =
                handler instanceof HandlerMethod method ? method.getMethodAnnotation(RequiresPermission.class) : null;
        Permission right = needs == null ? null : needs.value();
        boolean isAllowed = right == null
                ? isReference(handler) && role.isPresent()
                : role.filter(has -> has.has(right)).isPresent();
        return isAllowed ? ALLOWED : new MissingPermission(right);
    }

    /** Whether the handler serves the API reference, which every role may read. */
    private static boolean isReference(Object handler) {
        return handler instanceof HandlerMethod method
                && method.getBeanType().getPackageName().startsWith("org.springdoc.");
    }

    private @Nullable HandlerExecutionChain handler(HttpServletRequest request) throws ServletException {
        ServletRequestPathUtils.parseAndCache(request);
        try {
            return mapping.getHandler(request);
        } catch (ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
