package dev.langchain4j.model.openrouter.examples.compression;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a text; all parts together are the text again.
 *
 * @param isCode whether it is a fenced block of code, which must not change
 */
record Passage(String text, boolean isCode) {

    private static final Pattern FENCED = Pattern.compile("(?ms)^ *(`{3,}|~{3,})[^\\n]*\\n.*?(?:^ *\\1 *$\\n?|\\z)");

    /** Blocks of code unchanged; the text between them in parts of limited length, cut at the best place. */
    static List<Passage> of(String text, int maxCharacters) {
        var passages = new ArrayList<Passage>();
        Matcher fenced = FENCED.matcher(text);
        int end = 0;
        while (fenced.find()) {
            addProse(text.substring(end, fenced.start()), maxCharacters, passages);
            passages.add(new Passage(fenced.group(), true));
            end = fenced.end();
        }
        addProse(text.substring(end), maxCharacters, passages);
        return passages;
    }

    /** The sentences, each with the blanks after it; a paragraph ends one, too. */
    static List<String> sentences(String text) {
        var sentences = new ArrayList<String>();
        BreakIterator boundaries = BreakIterator.getSentenceInstance(Locale.ROOT);
        for (String paragraph : text.split("(?<=\\n\\n)")) {
            boundaries.setText(paragraph);
            int start = boundaries.first();
            for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
                sentences.add(paragraph.substring(start, end));
                start = end;
            }
        }
        return sentences;
    }

    private static void addProse(String prose, int maxCharacters, List<Passage> passages) {
        String rest = prose;
        while (rest.length() > maxCharacters) {
            int cut = cut(rest, maxCharacters);
            passages.add(new Passage(rest.substring(0, cut), false));
            rest = rest.substring(cut);
        }
        if (!rest.isEmpty()) {
            passages.add(new Passage(rest, false));
        }
    }

    /**
     * After a paragraph, else after a sentence, else after a word, else inside a word, but never inside a character.
     */
    private static int cut(String text, int max) {
        int paragraph = text.lastIndexOf("\n\n", max - 2) + 2;
        if (paragraph > max / 2) {
            return paragraph;
        }
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(text);
        int sentence = sentences.preceding(max + 1);
        if (sentence > max / 2) {
            return sentence;
        }
        int word = Math.max(text.lastIndexOf(' ', max - 1), text.lastIndexOf('\n', max - 1)) + 1;
        if (word > 0) {
            return word;
        }
        return max > 1 && Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    }
}
