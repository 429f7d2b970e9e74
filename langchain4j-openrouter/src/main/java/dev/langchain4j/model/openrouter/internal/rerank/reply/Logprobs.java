package dev.langchain4j.model.openrouter.internal.rerank.reply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code logprobs} of an answer, whose inner parts may be missing or null. */
public final class Logprobs {

    private Logprobs() {}

    /** The tokens of the answer's text; empty if there are none or one of them is missing. */
    public static List<JudgeToken> of(@Nullable Map<String, Object> logprobs) {
        Object content = logprobs == null ? null : logprobs.get("content");
        if (!(content instanceof List<?> list)) {
            return List.of();
        }
        List<JudgeToken> tokens = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> token) || !(token.get("token") instanceof String text)) {
                return List.of();
            }
            Map<String, Double> candidates = new HashMap<>();
            put(token, candidates);
            if (token.get("top_logprobs") instanceof List<?> others) {
                others.forEach(other -> put(other, candidates));
            }
            tokens.add(new JudgeToken(text, candidates));
        }
        return tokens;
    }

    private static void put(Object candidate, Map<String, Double> candidates) {
        if (candidate instanceof Map<?, ?> fields
                && fields.get("token") instanceof String text
                && fields.get("logprob") instanceof Number logprob
                && logprob.doubleValue() <= 0) {
            candidates.put(text, logprob.doubleValue());
        }
    }
}
