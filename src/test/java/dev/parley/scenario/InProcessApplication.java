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

    /** On free ports where the arguments name none. */
    static ConfigurableApplicationContext application(Path data, String... arguments) {
        try {
            var application = new SpringApplication(Class.forName("dev.parley.ParleyApplication"));
            application.addInitializers(
                    context -> context.getBeanFactory().registerSingleton("withoutTests", new WithoutTests()));
            Stream<String> free = Stream.of("server.port", "management.server.port", "parley.tcp.port")
                    .map(port -> "--" + port + "=")
                    .filter(port -> Stream.of(arguments).noneMatch(argument -> argument.startsWith(port)))
                    .map(port -> port + 0);
            return application.run(Stream.of(free, Stream.of("--parley.data-dir=" + data), Stream.of(arguments))
                    .flatMap(words -> words)
                    .toArray(String[]::new));
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
