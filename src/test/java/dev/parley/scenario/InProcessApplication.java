package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Starts the real application in the process of the tests, which is quicker than {@link ParleyProcess}. */
final class InProcessApplication {
    private InProcessApplication() {}

    /** On free ports, and with this data folder, where the arguments name no others. */
    static ConfigurableApplicationContext application(Path data, String... arguments) {
        try {
            var application = new SpringApplication(Class.forName("dev.parley.ParleyApplication"));
            application.addInitializers(
                    context -> context.getBeanFactory().registerSingleton("withoutTests", new WithoutTests()));
            Stream<String> defaults = Stream.of(
                            "server.port=0", "management.server.port=0", "parley.tcp.port=0", "parley.data-dir=" + data)
                    .map("--"::concat)
                    .filter(value -> Stream.of(arguments)
                            .noneMatch(argument -> argument.startsWith(value.substring(0, value.indexOf('=') + 1))));
            return application.run(Stream.concat(defaults, Stream.of(arguments)).toArray(String[]::new));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    static void isRefused(Path data, String... arguments) {
        assertThatThrownBy(() -> application(data, arguments).close());
    }

    /** What tests add to the application is found beside it. */
    private static final class WithoutTests extends TypeExcludeFilter {
        @Override
        public boolean match(MetadataReader type, MetadataReaderFactory types) {
            return type.getResource().toString().contains("test-classes");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof WithoutTests;
        }

        @Override
        public int hashCode() {
            return WithoutTests.class.hashCode();
        }
    }
}
