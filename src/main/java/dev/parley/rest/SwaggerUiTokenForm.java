package dev.parley.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.webmvc.ui.SwaggerIndexPageTransformer;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/** Page to try the API. A form asks for a token first, because even the reference is refused without a token. */
@Component
class SwaggerUiTokenForm extends SwaggerIndexPageTransformer {
    private static final String LOADED = "window.onload = function() {";
    private static final String WITH_TOKEN = "function showReference(token) {";
    private static final String LAYOUT = "layout: \"StandaloneLayout\"";
    private static final String AUTHORIZED = """
            requestInterceptor: request => {
              if (request.loadRemoteConfig || request.loadSpec) {
                request.headers.Authorization = "Bearer " + token;
              }
              return request;
            },
            onComplete: () => window.ui.preauthorizeApiKey("token", token),
            """;

    private final String form = new ClassPathResource("swagger-token-form.js", SwaggerUiTokenForm.class)
            .getContentAsString(StandardCharsets.UTF_8);

    SwaggerUiTokenForm(
            SwaggerUiConfigProperties config,
            SwaggerUiOAuthProperties oauth,
            SwaggerWelcomeCommon welcome,
            ObjectMapperProvider mapper)
            throws IOException {
        super(config, oauth, welcome, mapper);
    }

    @Override
    public Resource transform(HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
            throws IOException {
        Resource transformed = super.transform(request, resource, chain);
        if (!"swagger-initializer.js".equals(resource.getFilename())) {
            return transformed;
        }
        String script = transformed.getContentAsString(StandardCharsets.UTF_8);
        String withForm = script.replace(LOADED, WITH_TOKEN).replace(LAYOUT, AUTHORIZED + LAYOUT) + form;
        return new TransformedResource(resource, withForm.getBytes(StandardCharsets.UTF_8));
    }
}
