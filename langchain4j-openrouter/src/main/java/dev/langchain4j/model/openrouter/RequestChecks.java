package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses parameters that OpenRouter would refuse, before anything is sent, in the words of the Java setters. */
final class RequestChecks {

    private static final int MAX_STOP_SEQUENCES = 4;

    private RequestChecks() {}

    /** @throws IllegalArgumentException naming the setter, the range and the value */
    static void check(ChatRequestParameters parameters) {
        within("temperature", parameters.temperature(), 0, 2);
        topP(parameters.topP());
        atLeast("topK", parameters.topK(), 0);
        within("frequencyPenalty", parameters.frequencyPenalty(), -2, 2);
        within("presencePenalty", parameters.presencePenalty(), -2, 2);
        atLeast("maxOutputTokens", parameters.maxOutputTokens(), 1);
        stopSequences(parameters.stopSequences());
        if (parameters instanceof OpenRouterChatRequestParameters own) {
            notBlank(Parameter.USER, own.user());
            atLeast(Parameter.MAX_CONTEXT_MESSAGES.setter(), own.maxContextMessages(), 1);
            customParameters(own.customParameters());
            customHeaders(own.customHeaders());
        }
    }

    private static void within(String setter, @Nullable Double value, double min, double max) {
        // written so that NaN fails
        if (value != null && !(value >= min && value <= max)) {
            throw refused(setter, "must be between " + min + " and " + max, value);
        }
    }

    private static void topP(@Nullable Double value) {
        if (value != null && !(value > 0 && value <= 1)) {
            throw refused("topP", "must be greater than 0 and at most 1", value);
        }
    }

    private static void atLeast(String setter, @Nullable Integer value, int min) {
        if (value != null && value < min) {
            throw refused(setter, "must be at least " + min, value);
        }
    }

    private static void stopSequences(@Nullable List<String> sequences) {
        if (sequences == null) {
            return;
        }
        if (sequences.size() > MAX_STOP_SEQUENCES) {
            throw refused("stopSequences", "takes at most " + MAX_STOP_SEQUENCES, sequences.size());
        }
        for (String sequence : sequences) {
            if (sequence == null || sequence.isEmpty()) {
                throw new IllegalArgumentException("stopSequences must not contain null or an empty text");
            }
        }
    }

    private static void notBlank(Parameter parameter, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException(parameter.setter() + " must not be blank");
        }
    }

    private static void customParameters(Map<String, Object> parameters) {
        for (String name : parameters.keySet()) {
            String setter = Parameter.setterFor(name);
            if (setter != null) {
                throw new IllegalArgumentException(
                        "customParameters must not contain '" + name + "': use " + setter + " instead");
            }
            if (name.isBlank()) {
                throw new IllegalArgumentException("customParameters must not contain a blank name");
            }
        }
    }

    private static void customHeaders(Map<String, String> headers) {
        headers.forEach((name, value) -> {
            if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')) {
                throw new IllegalArgumentException("customHeaders contains a name that HTTP does not allow: '"
                        + name.replaceAll("\\p{Cntrl}", "?") + "'");
            }
            // the value may be a secret: it is not shown
            if (!value.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 127)) {
                throw new IllegalArgumentException(
                        "customHeaders has a value for '" + name + "' that HTTP does not allow: visible ASCII only");
            }
        });
    }

    private static IllegalArgumentException refused(String setter, String rule, Object value) {
        return new IllegalArgumentException(setter + " " + rule + ", but is " + value);
    }
}
