package dev.langchain4j.model.openrouter.internal.rerank.prompt;

import java.util.List;

/**
 * A text to judge, once, however often the caller's list contains it.
 *
 * @param rank position among the distinct passages, from 0
 * @param text its text in a prompt
 * @param tokens estimated tokens in a prompt, markers included
 * @param positions its positions in the caller's list, ascending
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
