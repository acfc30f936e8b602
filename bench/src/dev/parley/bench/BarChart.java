package dev.parley.bench;

import java.util.List;
import java.util.Locale;

/** Draws a bar for each server in each fan-out: the median, with a line from the worst round to the best. */
final class BarChart {
    private static final int WIDTH = 820;
    private static final int BARS_AT = 150;
    private static final int BARS_WIDTH = 490;
    private static final int ROW = 20;
    private static final int PANEL_GAP = 46;

    private final StringBuilder svg = new StringBuilder();
    private int y = 30;

    private BarChart() {}

    /** @param highlighted the server whose bars stand out */
    static String draw(List<Results> all, String highlighted) {
        var chart = new BarChart();
        all.stream()
                .filter(results -> results.scenario().name().startsWith("fan-out"))
                .forEach(results -> chart.panel(results, highlighted));
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                %3$s</svg>
                """.formatted(WIDTH, chart.y, chart.svg);
    }

    private void panel(Results results, String highlighted) {
        Measure measure = results.scenario().measures().getFirst();
        text(10, y, "start", "#111111", results.scenario().description() + ": " + measure.heading);
        y += ROW;
        double most = results.servers().stream()
                .flatMap(server -> results.rounds(server, measure).stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        for (String server : results.servers()) {
            bar(
                    server,
                    results.rounds(server, measure),
                    results.median(server, measure),
                    measure,
                    most,
                    server.equals(highlighted) ? "#d9480f" : "#7b8794");
        }
        y += PANEL_GAP - ROW;
    }

    private void bar(String server, List<Double> rounds, double median, Measure measure, double most, String colour) {
        double scale = BARS_WIDTH / most;
        double least = rounds.stream().min(Double::compare).orElse(median);
        double best = rounds.stream().max(Double::compare).orElse(median);
        text(BARS_AT - 8, y, "end", "#111111", server);
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>",
                BARS_AT, y - 11, median * scale, colour);
        add(
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#111111\"/>",
                BARS_AT + least * scale, BARS_AT + best * scale, y - 4, y - 4);
        text(BARS_AT + (int) (Math.max(median, best) * scale) + 8, y, "start", "#111111", measure.show(median));
        y += ROW;
    }

    private void text(int x, int line, String anchor, String colour, String words) {
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>", x, line, anchor, colour, words);
    }

    private void add(String element, Object... values) {
        svg.append(String.format(Locale.ROOT, element, values)).append('\n');
    }
}
