package dev.parley.rest.problem;

import dev.parley.operator.OperatorException;
import dev.parley.operator.Permission;
import dev.parley.operator.Role;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Answers every error with a problem (RFC 9457) that has a code. */
@RestControllerAdvice
class ApiExceptionHandler extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ApiExceptionHandler.class);
    private static final String DUPLICATE = "Duplicate Object property";

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unauthorized(AuthenticationException e, WebRequest request) {
        boolean isWrong = e instanceof BadCredentialsException;
        var problem = ApiProblem.of(
                HttpStatus.UNAUTHORIZED,
                (isWrong ? "The token is wrong, has expired or was revoked. A" : "A")
                        + " valid token is required, in the header Authorization: Bearer TOKEN.");
        problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, isWrong ? "Bearer error=\"invalid_token\"" : "Bearer");
        return answer(problem, request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> forbidden(AccessDeniedException e, WebRequest request) {
        Permission needed = e instanceof AuthorizationDeniedException denied
                        && denied.getAuthorizationResult() instanceof MissingPermission lacking
                ? lacking.needed()
                : null;
        String detail = needed == null ? "No role may call this." : "This needs the role " + Role.having(needed) + ".";
        return answer(ApiProblem.forbidden(detail), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> rejected(OperatorException e, WebRequest request) {
        return answer(ApiProblem.of(e.error()), request);
    }

    /** Answers an error that the container throws at the first access to any parameter. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unreadable(InvalidParameterException e, WebRequest request) {
        return answer(
                ApiProblem.of(HttpStatus.valueOf(e.getErrorCode()), "The parameters cannot be decoded."), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = e.getCause() instanceof JacksonException invalid
                ? unreadableBody(invalid)
                : "The body must be a JSON object with the fields of this request.";
        return answer(ApiProblem.badArgument(detail), request);
    }

    private static String unreadableBody(JacksonException invalid) {
        return switch (invalid) {
            case UnrecognizedPropertyException unknown -> unknownField(unknown);
            case StreamReadException malformed -> malformedJson(malformed);
            default -> unreadableValue(invalid);
        };
    }

    private static String unknownField(UnrecognizedPropertyException unknown) {
        Collection<Object> known = Objects.requireNonNullElse(unknown.getKnownPropertyIds(), List.of());
        return "Unknown field \"" + unknown.getPropertyName() + "\". "
                + (known.isEmpty()
                        ? "This request has no fields; its parameters belong in the URL."
                        : "The fields of this request are "
                                + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")) + ".");
    }

    /** Names the position. The parser's own message is for programmers, except for a repeated field. */
    private static String malformedJson(StreamReadException malformed) {
        String problem = malformed.getOriginalMessage().startsWith(DUPLICATE)
                ? "Repeated field" + malformed.getOriginalMessage().substring(DUPLICATE.length())
                : "The body is not valid JSON";
        return problem + ", see " + position(malformed) + ".";
    }

    private static String unreadableValue(JacksonException invalid) {
        String field = invalid.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return field.isEmpty()
                ? "The body must be a single JSON object with the fields of this request, see " + position(invalid)
                        + "."
                : "The value of \"" + field + "\" cannot be read.";
    }

    private static String position(JacksonException invalid) {
        TokenStreamLocation at = invalid.getLocation();
        return at == null ? "its beginning" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = "\"" + e.getPropertyName() + "\" cannot be \"" + e.getValue() + "\".";
        return answer(ApiProblem.badArgument(detail), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> failed(Exception e, WebRequest request) {
        log.error("Request failed: {}", request.getDescription(false), e);
        return answer(
                ApiProblem.of(
                        HttpStatus.INTERNAL_SERVER_ERROR, "The request failed; the log of the service has the cause."),
                request);
    }

    private @Nullable ResponseEntity<Object> answer(ApiProblem problem, WebRequest request) {
        return handleErrorResponseException(problem, problem.getHeaders(), problem.getStatusCode(), request);
    }

    /**
     * Sets the content type of the response, so that a client also gets the problem if it accepts only other types or
     * sends an invalid Accept header.
     */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem
                && (problem.getProperties() == null || !problem.getProperties().containsKey(ApiProblem.CODE))) {
            problem.setProperty(ApiProblem.CODE, ApiProblem.code(status));
        }
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }
}
