package dev.parley.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The values in a page's example output that differ in each run, such as ids. The first line in which one is compared
 * says what it stands for from then on. Times differ at each place, and {@code …} is any text.
 */
final class ExampleValues {
    /** Kinds and their patterns, in the order in which they are tried: a token can begin like an id. */
    private static final List<Map.Entry<String, String>> KINDS = List.of(
            Map.entry("guest", "guest-[0-9a-f]{4,}"),
            Map.entry("token", "(?<=/resume )[A-Za-z0-9_-]{22}"),
            Map.entry("event", "\\b\\d{15,19}\\b"),
            Map.entry("id", "\\b(?=[a-z]*\\d)[0-9a-z]{11}\\b"),
            Map.entry("time", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z|\\d{8}T\\d{6}Z"));

    private static final Pattern VALUE = Pattern.compile(KINDS.stream()
            .map(kind -> "(?<" + kind.getKey() + ">" + kind.getValue() + ")")
            .reduce("(?<any>…)", (some, more) -> some + "|" + more));

    private final Map<String, String> actual = new HashMap<>();

    /** Whether a line of output is as on the page. Binds values in both cases, so that one difference stays one. */
    boolean accept(String expected, String line) {
        List<MatchResult> examples = values(expected);
        Matcher match = Pattern.compile(pattern(expected)).matcher(line);
        if (match.matches()) {
            return IntStream.range(0, examples.size()).allMatch(i -> bind(examples.get(i), match.group(i + 1)));
        }
        List<MatchResult> values = values(line);
        if (examples.size() == values.size()) {
            IntStream.range(0, examples.size())
                    .forEach(i -> bind(examples.get(i), values.get(i).group()));
        }
        return false;
    }

    /** Whether the example stands for this value, and for no other. */
    private boolean bind(MatchResult example, String value) {
        if (example.group("time") != null) {
            return true;
        }
        if (!actual.containsKey(example.group()) && !actual.containsValue(value)) {
            actual.put(example.group(), value);
        }
        return value.equals(actual.get(example.group()));
    }

    boolean matches(String expected, String line) {
        return Pattern.matches(pattern(expected), line);
    }

    private String pattern(String expected) {
        var pattern = new StringBuilder();
        Matcher value = VALUE.matcher(expected);
        int from = 0;
        for (; value.find(); from = value.end()) {
            pattern.append(Pattern.quote(expected.substring(from, value.start())))
                    .append(pattern(value));
        }
        return pattern.append(Pattern.quote(expected.substring(from))).toString();
    }

    private String pattern(Matcher value) {
        if (value.group("any") != null) {
            return ".*";
        }
        String known = actual.get(value.group());
        if (known != null) {
            return "(" + Pattern.quote(known) + ")";
        }
        return KINDS.stream()
                .filter(kind -> value.group(kind.getKey()) != null)
                .findFirst()
                .map(kind -> "(" + kind.getValue() + ")")
                .orElseThrow();
    }

    private static List<MatchResult> values(String line) {
        return VALUE.matcher(line)
                .results()
                .filter(value -> value.group("any") == null)
                .toList();
    }

    /** A command or an input of the page with the values of this run. */
    String toActual(String text) {
        return VALUE.matcher(text)
                .replaceAll(value -> Matcher.quoteReplacement(actual.getOrDefault(value.group(), value.group())));
    }

    /** Output of this run with the values of the page. */
    String toExample(String text) {
        String example = text;
        for (var value : actual.entrySet()) {
            example = example.replace(value.getValue(), value.getKey());
        }
        return example;
    }
}
