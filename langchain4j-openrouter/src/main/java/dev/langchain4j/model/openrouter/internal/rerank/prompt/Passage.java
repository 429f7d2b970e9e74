package dev.langchain4j.model.openrouter.internal.rerank.prompt;

import java.util.List;

/**
 * A text to judge, once, however often the caller's list holds it.
 *
 * @param rank place among the distinct passages, 0 first
 * @param text as it stands in a prompt
 * @param tokens estimate for a prompt that holds it, markers included
 * @param positions where it stands in the caller's list, ascending
 */
public record Passage(int rank, String text, int tokens, boolean suspicious, List<Integer> positions) {

    private static final int MARKER_TOKENS = 9;

    public Passage(int rank, String text, boolean suspicious, List<Integer> positions) {
        this(rank, text, PromptText.estimateTokens(text) + MARKER_TOKENS, suspicious, positions);
    }

    public Passage {
        positions = List.copyOf(positions);
    }
}
