package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import java.util.concurrent.CompletionStage;

/**
 * The one door to the outside: sends a prompt to a language model.
 *
 * <p>Called from any thread, by several at once, and must not block the caller. Fails with
 * {@link JudgeRefusedException} when a content guardrail refused the prompt and with {@link JudgeException} when a failed
 * call was billed; any other failure is taken as final too, because retries of the transport belong below this seam.
 * Cancelling the returned stage's future should abort the call.
 */
@FunctionalInterface
public interface Judge {

    CompletionStage<JudgeReply> judge(JudgePrompt prompt);
}
