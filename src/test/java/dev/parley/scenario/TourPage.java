package dev.parley.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The transcripts of docs/tour.md: its {@code console} blocks by section, each the screen of one terminal.
 *
 * <pre>
 * $ nc 127.0.0.1 12345     a command; the next line belongs to it if this one ends in a backslash
 * > hello                  a line typed into the running command
 * Message: hello           the same, after the prompt of the tutorial's client
 * ^C                       ends the running command
 * anything else            output
 * </pre>
 */
record TourPage(List<String> lines, List<Section> sections) {
    static final Path FILE = Path.of("docs", "tour.md");
    static final String PROMPT = "Message: ";

    record Section(String title, List<Block> blocks) {
        /** All commands, one after the other. */
        String commands() {
            return blocks.stream()
                    .flatMap(block -> block.steps().stream())
                    .filter(step -> step.kind() == Kind.COMMAND)
                    .map(Step::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    /** @param first the number of the line after the opening fence, from 0 */
    record Block(int first, List<Step> steps) {
        int end() {
            return first + steps.stream().mapToInt(step -> step.lines().size()).sum();
        }
    }

    enum Kind {
        COMMAND,
        INPUT,
        INTERRUPT,
        OUTPUT
    }

    /** @param lines as they are on the page */
    record Step(Kind kind, List<String> lines) {
        String text() {
            String text = String.join("\n", lines);
            return switch (kind) {
                case COMMAND -> text.substring("$ ".length());
                case INPUT -> text.substring(text.startsWith(PROMPT) ? PROMPT.length() : "> ".length());
                case INTERRUPT, OUTPUT -> text;
            };
        }
    }

    static TourPage read() throws IOException {
        List<String> lines = Files.readAllLines(FILE);
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("#")) {
                sections.add(new Section(line.replaceFirst("#+ ", ""), new ArrayList<>()));
            } else if (line.equals("```console")) {
                Block block = block(lines, i + 1);
                sections.getLast().blocks().add(block);
                i = block.end();
            } else if (line.startsWith("$ ")) {
                throw new AssertionError(FILE + ":" + (i + 1) + ": a command outside a console block is not tested");
            }
        }
        sections.removeIf(section -> section.blocks().isEmpty());
        return new TourPage(lines, sections);
    }

    String commands() {
        return sections.stream().map(Section::commands).collect(Collectors.joining("\n"));
    }

    private static Block block(List<String> lines, int first) {
        List<Step> steps = new ArrayList<>();
        for (int i = first; !lines.get(i).equals("```"); i++) {
            Kind kind = kind(lines.get(i));
            int start = i;
            while (kind == Kind.COMMAND && lines.get(i).endsWith("\\")) {
                i++;
            }
            steps.add(new Step(kind, lines.subList(start, i + 1)));
        }
        return new Block(first, steps);
    }

    private static Kind kind(String line) {
        if (line.startsWith("$ ")) {
            return Kind.COMMAND;
        }
        if (line.equals("^C")) {
            return Kind.INTERRUPT;
        }
        return line.startsWith("> ") || line.startsWith(PROMPT) ? Kind.INPUT : Kind.OUTPUT;
    }

    /** The page with other lines in the blocks that begin at these lines. */
    List<String> with(Map<Integer, TourTerminal> terminals) {
        List<String> changed = new ArrayList<>(lines);
        new TreeMap<>(terminals).descendingMap().forEach((first, terminal) -> {
            List<String> block = changed.subList(first, terminal.block().end());
            block.clear();
            block.addAll(terminal.screen());
        });
        return changed;
    }
}
