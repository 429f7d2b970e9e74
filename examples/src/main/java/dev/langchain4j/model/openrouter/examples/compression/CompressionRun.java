package dev.langchain4j.model.openrouter.examples.compression;

import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of {@link CompressionService} for one text. */
final class CompressionRun {

    private static final int ATTEMPTS = 3;

    private final Condenser condenser;
    private final double tolerance;
    private final String text;
    private final double targetRatio;
    private final List<String> notes = new ArrayList<>();
    private int calls;
    private @Nullable TokenUsage usage;

    CompressionRun(Condenser condenser, double tolerance, String text, double targetRatio) {
        this.condenser = condenser;
        this.tolerance = tolerance;
        this.text = text;
        this.targetRatio = targetRatio;
    }

    Compressed over(List<Passage> passages) {
        int prose = passages.stream()
                .filter(passage -> !passage.isCode())
                .mapToInt(passage -> passage.text().length())
                .sum();
        double room = targetRatio * text.length() - (text.length() - prose);
        if (room < 0) {
            notes.add("The code alone is longer than that.");
        }
        var shortened = new StringBuilder();
        for (Passage passage : passages) {
            if (passage.isCode()) {
                shortened.append(passage.text());
                continue;
            }
            // if one passage stays too long, the next ones become shorter
            int target = (int) Math.round(room * passage.text().length() / prose);
            String shorter = shortenBetweenBlanks(passage.text(), target);
            shortened.append(shorter);
            room -= shorter.length();
            prose -= passage.text().length();
        }
        return result(shortened.toString());
    }

    private String shortenBetweenBlanks(String passage, int target) {
        String core = passage.strip();
        int start = passage.indexOf(core);
        return passage.substring(0, start) + shorten(core, target) + passage.substring(start + core.length());
    }

    private String shorten(String passage, int wanted) {
        int margin = (int) (tolerance * passage.length());
        int target = Math.max(wanted, String.join(" ", Facts.of(passage)).length());
        if (target + margin >= passage.length()) {
            return passage;
        }
        Attempt best = null;
        String complaint = "";
        for (int i = 0; i < ATTEMPTS; i++) {
            Attempt attempt;
            try {
                attempt = attempt(passage, target, complaint);
            } catch (ContentFilteredException e) {
                return unchanged(passage, "the model refuses it");
            }
            if (attempt.isUsable() && (best == null || attempt.distance(target) < best.distance(target))) {
                best = attempt;
            }
            if (attempt == best && attempt.missing().isEmpty() && attempt.distance(target) <= margin) {
                return attempt.text();
            }
            complaint = attempt.complaint(target, margin);
        }
        return best == null ? unchanged(passage, "the model returned another text") : completed(best);
    }

    private Attempt attempt(String passage, int target, String complaint) {
        calls++;
        long words = Math.max(1, Math.round((double) Attempt.words(passage) * target / passage.length()));
        Result<String> answer = condenser.shorten(passage, words, complaint);
        usage = TokenUsage.sum(usage, answer.tokenUsage());
        return Attempt.of(passage, answer);
    }

    private String unchanged(String passage, String reason) {
        String beginning = passage.length() <= 40 ? passage : passage.substring(0, 40) + "...";
        notes.add("'" + beginning.replace('\n', ' ') + "' stays unchanged: " + reason + ".");
        return passage;
    }

    private String completed(Attempt attempt) {
        if (!attempt.missing().isEmpty()) {
            notes.add("Sentences restored for facts that the model dropped: " + String.join(", ", attempt.missing())
                    + ".");
        }
        return attempt.complete();
    }

    private Compressed result(String shortened) {
        return new Compressed(
                shortened,
                text.isEmpty() ? 1 : shortened.length() / (double) text.length(),
                targetRatio,
                tolerance,
                Facts.of(text).size(),
                Facts.missing(text, shortened),
                List.copyOf(notes),
                calls,
                usage);
    }
}
