package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeUsage;
import org.jspecify.annotations.Nullable;

/**
 * A content guardrail refused the prompt. One passage of a batch is enough, so the engine searches the batch for it.
 */
public final class JudgeRefusedException extends JudgeException {

    public JudgeRefusedException(
            String message, @Nullable Throwable cause, JudgeUsage usage, @Nullable String generationId) {
        super(message, cause, usage, generationId);
    }
}
