package dev.parley.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.webmvc.ui.SwaggerIndexPageTransformer;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/** Page to try the API. The page asks for a token first, because even the reference is refused without a token. */
@Component
class SwaggerUiTokenPrompt extends SwaggerIndexPageTransformer {
    private static final String LAYOUT = "layout: \"StandaloneLayout\"";
    private static final String WITH_TOKEN = """
            requestInterceptor: request => {
              window.parleyToken ??= prompt("Token of the REST API");
              request.headers.Authorization = "Bearer " + window.parleyToken;
              return request;
            },
            """;

    SwaggerUiTokenPrompt(
            SwaggerUiConfigProperties config,
            SwaggerUiOAuthProperties oauth,
            SwaggerWelcomeCommon welcome,
            ObjectMapperProvider mapper) {
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
        return new TransformedResource(
                resource, script.replace(LAYOUT, WITH_TOKEN + LAYOUT).getBytes(StandardCharsets.UTF_8));
    }
}
