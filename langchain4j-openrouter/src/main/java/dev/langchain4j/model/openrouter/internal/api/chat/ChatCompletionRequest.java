package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /chat/completions}. A null or empty component is not sent.
 *
 * @param toolChoice a word, or the one tool as a map
 * @param extensions every other top-level field by its wire name, as plain JSON types, written in iteration order;
 *     never the name of a component
 */
public record ChatCompletionRequest(
        @Nullable String model,
        RequestMessages messages,
        List<ToolDefinition> tools,
        @Nullable Object toolChoice,
        @Nullable OutputFormat responseFormat,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        @Nullable Integer maxTokens,
        List<String> stop,
        Map<String, Object> extensions,
        boolean stream) {

    /** The names of the tools that the caller runs. */
    public List<String> toolNames() {
        return tools.stream()
                .filter(ToolDefinition.Function.class::isInstance)
                .map(tool -> ((ToolDefinition.Function) tool).name())
                .toList();
    }

    /** The request as a line of a batch, which has the model and this field for all of its lines. */
    public ChatCompletionRequest inBatch(String fieldOfBatch) {
        Map<String, Object> own = extensions;
        if (own.containsKey(fieldOfBatch)) {
            own = new LinkedHashMap<>(extensions);
            own.remove(fieldOfBatch);
        }
        return new ChatCompletionRequest(
                null,
                messages,
                tools,
                toolChoice,
                responseFormat,
                temperature,
                topP,
                topK,
                frequencyPenalty,
                presencePenalty,
                maxTokens,
                stop,
                own,
                false);
    }

    /** A request with only what the model reads. */
    static ChatCompletionRequest prompt(
            RequestMessages messages, List<ToolDefinition> tools, @Nullable OutputFormat responseFormat) {
        return new ChatCompletionRequest(
                null,
                messages,
                tools,
                null,
                responseFormat,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                false);
    }
}
