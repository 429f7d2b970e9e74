package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Refuses a chat that its model surely cannot hold: the prompt and the longest answer. */
final class ContextLength {

    /** Endpoints of this length shorten the prompt by themselves. */
    private static final long ALWAYS_COMPRESSED = 8192;

    /** More than texts of any language have on average, so that no prompt is refused that fits. */
    private static final int MAX_PER_TOKEN = 8;

    private ContextLength() {}

    /** The refusal; null if the model can hold it. */
    static @Nullable ErrorAnswer refusal(JsonNode request, JsonNode model) {
        long length = model.path("context_length").asLong();
        long prompt = (long) Usage.promptTokens(request) * Usage.CHARACTERS_PER_TOKEN / MAX_PER_TOKEN;
        long answer = request.path(request.hasNonNull("max_tokens") ? "max_tokens" : "max_completion_tokens")
                .asLong();
        if (length <= ALWAYS_COMPRESSED || prompt + answer <= length || compresses(request)) {
            return null;
        }
        String message = String.format(
                Locale.ROOT,
                "This endpoint's maximum context length is %d tokens. However, you requested about %d tokens"
                        + " (%d of text input, %d in the output). Please reduce the length of either one, or use the"
                        + " \"middle-out\" transform to compress your prompt automatically.",
                length,
                prompt + answer,
                prompt,
                answer);
        return Answer.error(400, message).errorType("context_length_exceeded");
    }

    private static boolean compresses(JsonNode request) {
        return !request.path("transforms").isEmpty()
                || StreamSupport.stream(request.path("plugins").spliterator(), false)
                        .anyMatch(plugin -> plugin.path("id").asText().equals("context-compression")
                                && plugin.path("enabled").asBoolean(true));
    }
}
