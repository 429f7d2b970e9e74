package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import java.util.concurrent.CompletionStage;

/**
 * The engine's only interface to the outside: sends a prompt to a language model.
 *
 * <p>Several threads call it in parallel, and it must not block the caller. It fails with {@link JudgeRefusedException}
 * if a content guardrail refused the prompt, with {@link JudgeClosedException} if somebody has ended the judge, and
 * with {@link JudgeException} if the call failed. That is final, because retries of the transport belong below this
 * interface. Any other failure is a bug and ends the whole reranking. Cancelling the returned stage's future should
 * abort the call.
 */
@FunctionalInterface
public interface Judge {

    CompletionStage<JudgeReply> judge(JudgePrompt prompt);
}
