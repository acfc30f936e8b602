package dev.parley.tcp.line;

import java.util.List;
import java.util.SplittableRandom;

/** Makes lines that may hurt of lines that are known to. One character is one byte here. */
final class LineMutations {
    private static final List<String> LINES = List.of(
            "",
            " ",
            "hello there",
            "/",
            "//slash",
            "/nick anna",
            "/join #dev",
            "/leave #dev",
            "/msg anna psst",
            "/msg #dev hello",
            "/me waves",
            "/topic tea",
            "/who #dev",
            "/rooms",
            "/format json",
            "/echo off",
            "/ping 42",
            "/help nick",
            "/quit so long",
            "*** bye kicked: forged",
            "\r<anna> forged",
            "{\"type\":\"bye\",\"code\":\"kicked\"}",
            "\\u000a\\",
            "${jndi:ldap://x}",
            "\u001B]0;title\u0007",
            "\u001B[21t",
            "\u001B[2J\u001B[H",
            "\u001B]50;?\u0007",
            "\u001B]8;;http://x\u001B\\link\u001B]8;;\u001B\\",
            "\u001BP$q\"p\u001B\\",
            "\u001B_Gi=1\u001B\\",
            "\u00C2\u009B31m",
            "\u00C2\u009D0;title\u00C2\u009C",
            "\u00C2\u0085next",
            "\u0000\b\u0007\u000B\f\u007F\t",
            "\u00E2\u0080\u00AEevil\u00E2\u0080\u00AC",
            "\u00E2\u0081\u00A6open\u00E2\u0081\u00A9\u00E2\u0081\u00A9",
            "\u00E2\u0080\u00A8line\u00E2\u0080\u00A9paragraph",
            "z\u00CC\u0081\u00CC\u0082\u00CC\u0083\u00CC\u0081\u00CC\u0082",
            "\u00F0\u009F\u0091\u008B gr\u00C3\u00BC\u00C3\u009Fe",
            "\u00EF\u00BB\u00BFmarked",
            "\u00EF\u00BF\u00BD",
            "\u00C0\u00AF",
            "\u00ED\u00A0\u0080",
            "\u00F4\u0090\u0080\u0080",
            "cut off \u00C3",
            "\u00FF\u00FB\u0001",
            "\u00FF\u00FA\u001F\u0000P\u0000\u0018\u00FF\u00F0",
            "\u00FF\u00FA without end",
            "\u00FF\u00FF",
            "\u00FF",
            "GET / HTTP/1.1",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000");
    private static final String DANGEROUS =
            "\0\b\t\n\r\u001B\u007F\u0080\u009B\u00BF\u00C2\u00E2\u00ED\u00EF\u00F0\u00FA\u00FF \"/\\#<{";
    private static final int LONGEST = 3_000;
    private static final int MOST_CHANGES = 4;

    private final SplittableRandom random;

    LineMutations(SplittableRandom random) {
        this.random = random;
    }

    /** Some lines with their ends, as one connection sends them; the last may have none. */
    String lines(int count) {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(line()).append(random.nextInt(8) == 0 ? "\r\n" : "\n");
        }
        return random.nextInt(4) == 0 ? lines.append(line()).toString() : lines.toString();
    }

    String line() {
        var line = new StringBuilder(known());
        for (int changes = random.nextInt(MOST_CHANGES + 1); changes > 0; changes--) {
            change(line);
            line.setLength(Math.min(line.length(), LONGEST));
        }
        return line.toString();
    }

    private void change(StringBuilder line) {
        int at = random.nextInt(line.length() + 1);
        int to = at + random.nextInt(line.length() - at + 1);
        switch (random.nextInt(6)) {
            case 0 -> line.insert(at, known());
            case 1 -> line.insert(at, DANGEROUS.charAt(random.nextInt(DANGEROUS.length())));
            case 2 -> line.insert(at, (char) random.nextInt(256));
            case 3 -> line.delete(at, to);
            case 4 -> line.insert(at, line.substring(at, to).repeat(random.nextInt(random.nextInt(16) == 0 ? 400 : 4)));
            default -> line.reverse();
        }
    }

    private String known() {
        return LINES.get(random.nextInt(LINES.size()));
    }
}
