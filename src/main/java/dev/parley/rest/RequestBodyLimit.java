package dev.parley.rest;

import dev.parley.rest.problem.ApiProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Reads a body up to a limit. A request with a longer body is answered with 413. */
@RestControllerAdvice
public class RequestBodyLimit extends RequestBodyAdviceAdapter {
    public static final int MAX_BYTES = 64 * 1024;

    private record Body(InputStream getBody, HttpHeaders getHeaders) implements HttpInputMessage {}

    @Override
    public boolean supports(
            MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converterType) {
        return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converterType)
            throws IOException {
        byte[] body = message.getBody().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            throw exceeded();
        }
        return new Body(new ByteArrayInputStream(body), message.getHeaders());
    }

    public static ApiProblem exceeded() {
        return ApiProblem.of(HttpStatus.CONTENT_TOO_LARGE, "A body must have at most " + MAX_BYTES + " bytes.");
    }
}
