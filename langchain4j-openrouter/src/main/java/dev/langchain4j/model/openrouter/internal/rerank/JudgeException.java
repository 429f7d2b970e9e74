package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeUsage;
import org.jspecify.annotations.Nullable;

/** A call that finally failed, with its cost. */
public class JudgeException extends RuntimeException {

    private final transient JudgeUsage usage;
    private final @Nullable String generationId;

    public JudgeException(String message, @Nullable Throwable cause, JudgeUsage usage, @Nullable String generationId) {
        super(message, cause);
        this.usage = usage;
        this.generationId = generationId;
    }

    public JudgeUsage usage() {
        return usage;
    }

    public @Nullable String generationId() {
        return generationId;
    }
}
