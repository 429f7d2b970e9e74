package dev.langchain4j.model.openrouter.examples.compression;

import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A model's answer, compared with the passage that it should shorten.
 *
 * @param isGrounded whether it is based on the passage at all: an apology is not
 * @param missing facts of the passage that it dropped
 * @param invented facts that the passage does not have
 */
record Attempt(String passage, String text, boolean isGrounded, List<String> missing, List<String> invented) {

    /** Some models repeat the tags of {@link Condenser}. */
    private static final Pattern WRAPPER = Pattern.compile("^\\s*<text>|</text>\\s*$");

    private static final Pattern LONG_WORD = Pattern.compile("\\p{L}{5,}");

    static Attempt of(String passage, Result<String> answer) {
        String text = answer.content() == null
                ? ""
                : WRAPPER.matcher(answer.content()).replaceAll("").strip();
        boolean isWhole = !text.isEmpty()
                && answer.finishReason() != FinishReason.LENGTH
                && answer.finishReason() != FinishReason.CONTENT_FILTER;
        return new Attempt(
                passage,
                text,
                isWhole && isMadeOf(passage, text),
                Facts.missing(passage, text),
                Facts.invented(passage, text));
    }

    /** Whether it can replace the passage, with the dropped facts restored. */
    boolean isUsable() {
        return isGrounded && invented.isEmpty() && complete().length() < passage.length();
    }

    /** The text, and the sentences of the passage whose facts it lacks, word for word. */
    String complete() {
        return missing.isEmpty() ? text : text + " " + Facts.sentencesWith(missing, passage);
    }

    /** The difference of its length from the target. */
    int distance(int target) {
        return Math.abs(complete().length() - target);
    }

    /** The feedback for the model's next attempt. */
    String complaint(int target, int margin) {
        var complaints = new ArrayList<String>();
        if (!isGrounded) {
            complaints.add("Your last answer was not a shortened version of the text.");
        }
        if (!missing.isEmpty()) {
            complaints.add("Your last answer left these out, and they must stay: " + String.join(", ", missing) + ".");
        }
        if (!invented.isEmpty()) {
            complaints.add(
                    "Your last answer had these, which are not in the text: " + String.join(", ", invented) + ".");
        }
        if (text.length() > target + margin) {
            complaints.add("Your last answer was too long: " + words(text) + " words.");
        } else if (text.length() < target - margin) {
            complaints.add("Your last answer had " + words(text) + " words: keep more of the text.");
        }
        return " " + String.join(" ", complaints);
    }

    static long words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    /** Whether at least half of its longer words come from the passage. */
    private static boolean isMadeOf(String passage, String text) {
        String known = passage.toLowerCase(Locale.ROOT);
        List<String> words = LONG_WORD
                .matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
        return 2 * words.stream().filter(known::contains).count() >= words.size();
    }
}
