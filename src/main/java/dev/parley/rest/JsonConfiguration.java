package dev.parley.rest;

import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of requests and responses. Unknown and repeated input is refused, because its author meant something: without
 * its misspelt duration, a ban would be permanent.
 */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {
    /** Ends each body with a newline, so that a shell's prompt begins on a line of its own. */
    private static final class JsonConverter extends JacksonJsonHttpMessageConverter {
        JsonConverter(JsonMapper json) {
            super(json);
        }

        @Override
        protected void writeSuffix(JsonGenerator generator, Object body) {
            generator.writeRaw('\n');
        }
    }

    @Bean
    ServerHttpMessageConvertersCustomizer strictJson(JsonMapper json) {
        return converters -> converters.withJsonConverter(new JsonConverter(strict(json)));
    }

    @Bean
    WebMvcConfigurer knownInput(JsonMapper json) {
        var interceptor = new UnknownInputInterceptor(strict(json));
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(interceptor);
            }
        };
    }

    private static JsonMapper strict(JsonMapper json) {
        return json.rebuild()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }
}
