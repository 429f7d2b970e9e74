package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Answers at once by a function of the prompt, and keeps the prompts. Charges for every call. */
final class RecordingJudge implements Judge {

    static final BigDecimal PRICE = new BigDecimal("0.000000100000000003");

    final List<JudgePrompt> prompts = Collections.synchronizedList(new ArrayList<>());
    private final Function<JudgePrompt, String> answer;

    RecordingJudge(Function<JudgePrompt, String> answer) {
        this.answer = answer;
    }

    @Override
    public CompletionStage<JudgeReply> judge(JudgePrompt prompt) {
        prompts.add(prompt);
        try {
            String text = answer.apply(prompt);
            return CompletableFuture.completedFuture(
                    new JudgeReply(text, "stop", usage(prompt, text), "judge/one", "gen-" + prompts.size(), List.of()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    static JudgeUsage usage(JudgePrompt prompt, String reply) {
        int in = (prompt.system().length() + prompt.user().length()) / 4;
        int out = reply.length() / 4;
        return new JudgeUsage(in, out, in + out, PRICE);
    }

    RerankEngine engine(RerankOptions options) {
        return new RerankEngine(this, openGate(), options, null);
    }

    static CallGate openGate() {
        return new CallGate(4, null, CallGate.GateClock.system());
    }
}
