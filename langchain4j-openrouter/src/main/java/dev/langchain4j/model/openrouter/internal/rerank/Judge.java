package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import java.util.concurrent.CompletionStage;

/**
 * The one door to the outside: sends a prompt to a language model.
 *
 * <p>Called from any thread, by several at once, and must not block the caller. Fails with
 * {@link JudgeRefusedException} when a content guardrail refused the prompt and with {@link JudgeException} when the call
 * failed; that is final, because retries of the transport belong below this seam. Any other failure is a bug and ends the
 * whole reranking. Cancelling the returned stage's future should abort the call.
 */
@FunctionalInterface
public interface Judge {

    CompletionStage<JudgeReply> judge(JudgePrompt prompt);
}
