package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeUsage;

/** The call was given up before anything was sent: it is no call in the report. */
public final class JudgeUnsentException extends JudgeException {

    public JudgeUnsentException(String message, Throwable cause) {
        super(message, cause, JudgeUsage.NONE, null);
    }
}
