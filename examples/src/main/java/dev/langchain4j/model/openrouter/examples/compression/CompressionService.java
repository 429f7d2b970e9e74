package dev.langchain4j.model.openrouter.examples.compression;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;

/**
 * Shortens texts to a ratio that the caller chooses. Names, numbers and code stay unchanged: facts that the model drops
 * are requested again, and finally restored. So a text may stay longer than requested, and the result says so.
 * Thread-safe.
 */
public final class CompressionService {

    private final Condenser condenser;
    private final double tolerance;
    private final int passageCharacters;

    /** With a tolerance of 0.05, and passages of at most 4000 characters. */
    public CompressionService(ChatModel model) {
        this(model, 0.05, 4_000);
    }

    /**
     * @param tolerance allowed difference from the requested ratio
     * @param passageCharacters maximum characters in one prompt, at least 100
     */
    public CompressionService(ChatModel model, double tolerance, int passageCharacters) {
        if (passageCharacters < 100) {
            throw new IllegalArgumentException("passageCharacters must be at least 100, but is " + passageCharacters);
        }
        this.condenser = AiServices.create(Condenser.class, model);
        this.tolerance = tolerance;
        this.passageCharacters = passageCharacters;
    }

    /**
     * Calls the model at most three times a passage. A passage that the model refuses or replaces by something else
     * stays unchanged.
     *
     * @param targetRatio length of the result relative to the text; above 0, at most 1
     * @throws dev.langchain4j.exception.LangChain4jException if the model cannot be reached
     */
    public Compressed compress(String text, double targetRatio) {
        if (!(targetRatio > 0 && targetRatio <= 1)) {
            throw new IllegalArgumentException("targetRatio must be above 0, at most 1, but is " + targetRatio);
        }
        return new CompressionRun(condenser, tolerance, text, targetRatio).over(Passage.of(text, passageCharacters));
    }
}
