package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the links between documents, and from code to documents, resolve as they do on GitHub. */
class DocumentLinksTest {
    private static final Path DOCS = Path.of("docs");
    private static final Path OPERATIONS = DOCS.resolve("operations");
    private static final Pattern FENCED = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern DOCUMENT = Pattern.compile("(?<![\\w-])docs/[\\w/-]+(?:\\.\\w+)?");

    @Test
    void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (String link : links(page)) {
                int hash = link.indexOf('#');
                String file = hash < 0 ? link : link.substring(0, hash);
                Path target = file.isEmpty() ? page : page.resolveSibling(file);
                if (!Files.exists(target) || hash >= 0 && !anchors(target).contains(link.substring(hash + 1))) {
                    broken.add(page + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyDocumentNamedInCodeAndInTheChartExists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String folder : List.of("src", "helm", "bench", "release", "compose.yaml", ".github")) {
            try (var files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(DocumentLinksTest::isText).toList()) {
                    DOCUMENT.matcher(Files.readString(file))
                            .results()
                            .filter(name -> !Files.exists(Path.of(name.group())))
                            .forEach(name -> missing.add(file + ": " + name.group()));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theIndexOfOperationsListsEveryPage() throws IOException {
        try (var files = Files.list(OPERATIONS)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .toList();
            assertThat(links(OPERATIONS.resolve("README.md"))).containsAll(names);
        }
    }

    private static List<Path> pages() throws IOException {
        try (var files = Files.walk(DOCS)) {
            return Stream.concat(
                            Stream.of("README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md")
                                    .map(Path::of),
                            files.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    /** Links of a page, without those to other sites. */
    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(text(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains("://"))
                .toList();
    }

    /** Anchors of a page's headings; GitHub numbers a repeated one, and no page needs that. */
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(text(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .forEach(heading ->
                        anchors.add(heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-')));
        return anchors;
    }

    private static String text(Path page) throws IOException {
        return FENCED.matcher(Files.readString(page)).replaceAll("");
    }

    private static boolean isText(Path file) {
        return file.toString().matches(".*\\.(java|yml|yaml|json|md|txt|tpl|sql|js)");
    }
}
