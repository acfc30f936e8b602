package dev.parley.rest;

import dev.parley.rest.problem.ApiProblem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses query parameters that the called method does not have, or that are given more than once, and the fields of a
 * body that it does not read.
 */
final class UnknownInputInterceptor implements HandlerInterceptor {
    private static final String OUR_PACKAGES = UnknownInputInterceptor.class.getPackageName();

    private final JsonMapper json;

    /** Body of a call that reads none. */
    private record Empty() {}

    /** @param json must fail for unknown fields */
    UnknownInputInterceptor(JsonMapper json) {
        this.json = json;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (handler instanceof HandlerMethod called
                && called.getBeanType().getPackageName().startsWith(OUR_PACKAGES)
                && request.getDispatcherType() == DispatcherType.REQUEST) { // an error has the request's parameters
            Parameter[] parameters = called.getMethod().getParameters();
            checkParameters(request, parameters);
            if (Arrays.stream(parameters).noneMatch(one -> one.isAnnotationPresent(RequestBody.class))) {
                checkUnusedBody(request);
            }
        }
        return true;
    }

    private static void checkParameters(HttpServletRequest request, Parameter[] parameters) {
        Map<String, Class<?>> known = new TreeMap<>();
        Arrays.stream(parameters).forEach(parameter -> addQueryParameters(parameter, known));
        request.getParameterMap().forEach((name, values) -> {
            Class<?> type = known.get(name);
            if (type == null) {
                throw ApiProblem.badArgument("Unknown parameter \"" + name + "\". "
                        + (known.isEmpty()
                                ? "This request has no parameters."
                                : "The parameters of this request are " + String.join(", ", known.keySet()) + "."));
            }
            if (values.length > 1 && !Collection.class.isAssignableFrom(type)) {
                throw ApiProblem.badArgument(
                        "The parameter \"" + name + "\" is given " + values.length + " times; give it once.");
            }
        });
    }

    private static void addQueryParameters(Parameter parameter, Map<String, Class<?>> known) {
        if (parameter.isAnnotationPresent(RequestParam.class)) {
            known.put(parameter.getName(), parameter.getType());
        } else if (parameter.isAnnotationPresent(ParameterObject.class)) {
            Stream.of(parameter.getType().getRecordComponents())
                    .forEach((RecordComponent component) -> known.put(component.getName(), component.getType()));
        }
    }

    /** Refuses a body with content, such as the reason of a DELETE, which would be ignored. */
    private void checkUnusedBody(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(RequestBodyLimit.MAX_BYTES + 1);
        if (body.length > RequestBodyLimit.MAX_BYTES) {
            throw RequestBodyLimit.exceeded();
        }
        if (body.length > 0) {
            try {
                json.readValue(body, Empty.class);
            } catch (JacksonException e) {
                throw new HttpMessageNotReadableException(
                        "This call reads no body", e, new ServletServerHttpRequest(request));
            }
        }
    }
}
