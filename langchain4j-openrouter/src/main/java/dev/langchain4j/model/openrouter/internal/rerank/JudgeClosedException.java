package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeUsage;
import org.jspecify.annotations.Nullable;

/** Somebody has ended the judge: a failure that outweighs those of the calls before. */
public final class JudgeClosedException extends JudgeException {

    public JudgeClosedException(
            String message, @Nullable Throwable cause, JudgeUsage usage, @Nullable String generationId) {
        super(message, cause, usage, generationId);
    }
}
