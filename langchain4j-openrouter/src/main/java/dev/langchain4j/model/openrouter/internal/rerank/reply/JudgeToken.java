package dev.langchain4j.model.openrouter.internal.rerank.reply;

import java.util.Map;

/**
 * A token of a reply.
 *
 * @param logprobs how likely the model was to say this or something else here, as natural logarithms by token
 */
public record JudgeToken(String text, Map<String, Double> logprobs) {

    public JudgeToken {
        logprobs = Map.copyOf(logprobs);
    }
}
