package dev.parley.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Splits a line at spaces. Quotes and backslashes have no meaning in a chat. */
final class WordParser implements Parser {
    private record Words(String line, int cursor, List<String> words, int wordIndex, int wordCursor)
            implements CompletingParsedLine {
        @Override
        public String word() {
            return words.get(wordIndex);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean isComplete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return word().length();
        }
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        var words = new ArrayList<String>();
        int index = 0;
        int inWord = 0;
        int start = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || line.charAt(i) == ' ') {
                if (start <= cursor && cursor <= i) {
                    index = words.size();
                    inWord = cursor - start;
                }
                words.add(line.substring(start, i));
                start = i + 1;
            }
        }
        return new Words(line, cursor, words, index, inWord);
    }

    @Override
    public boolean isEscapeChar(char ch) {
        return false;
    }
}
