package dev.langchain4j.model.openrouter.internal.rerank.reply;

import java.util.Map;

/**
 * A token of a reply.
 *
 * @param logprobs log probabilities of this token and of the alternatives, by token
 */
public record JudgeToken(String text, Map<String, Double> logprobs) {

    public JudgeToken {
        logprobs = Map.copyOf(logprobs);
    }
}
